"""A[i, j] += A[j, i] in a loop differs from A += A.T."""

import numpy as np

ARGUMENTS = "n A:n,n"


def kernel(n: int, A: np.ndarray):
    for i in range(n):
        for j in range(n):
            A[i, j] += A[j, i]
