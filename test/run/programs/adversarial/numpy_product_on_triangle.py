"""A product whose three loops are triangular."""

import numpy as np

ARGUMENTS = "n A:n,n B:n,n C:n,n"


def kernel(n: int, A: np.ndarray, B: np.ndarray, C: np.ndarray):
    for i in range(n):
        for j in range(i, n):
            for k in range(j, n):
                C[i, j] += A[i, k] * B[k, j]
