"""Elimination row by row, with the column that becomes zero, and the factors elsewhere."""

import numpy as np

ARGUMENTS = "A:n,n@spd L:n,n n"


def kernel(A: np.ndarray, L: np.ndarray, n: int):
    for k in range(n - 1):
        for i in range(k + 1, n):
            L[i, k] = A[i, k] / A[k, k]
            A[i, k:] -= L[i, k] * A[k, k:]
