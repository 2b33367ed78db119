"""Exchanges from the last element to the first: what an iteration keeps stands in the order of the iterations."""

import numpy as np

ARGUMENTS = "n m a:n b:n A:n,m B:n,m"


def kernel(n: int, m: int, a: np.ndarray, b: np.ndarray, A: np.ndarray, B: np.ndarray):
    for i in range(n - 1, -1, -1):
        a[i], b[i] = b[i], a[i]
    for i in range(n):
        for j in range(m - 1, -1, -1):
            A[i, j], B[i, j] = B[i, j], A[i, j]
