"""A recurrence along the inner loop of two."""

import numpy as np

ARGUMENTS = "n m a:n,m b:n,m"


def kernel(n: int, m: int, a: np.ndarray, b: np.ndarray):
    for i in range(n):
        for j in range(1, m):
            a[i, j] = 0.5 * a[i, j-1] + b[i, j]
