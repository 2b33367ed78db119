"""Each row adds the row above."""

import numpy as np

ARGUMENTS = "n A:n,m"


def kernel(n: int, A: np.ndarray):
    for i in range(1, n):
        A[i, :] += A[i-1, :]
