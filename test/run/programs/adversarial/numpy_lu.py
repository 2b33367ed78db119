"""Elimination with dots of slices."""

import numpy as np

ARGUMENTS = "n A:n,n@spd"


def kernel(n: int, A: np.ndarray):
    for i in range(n):
        for j in range(i):
            A[i, j] -= np.dot(A[i, :j], A[:j, j])
            A[i, j] /= A[j, j]
        for j in range(i, n):
            A[i, j] -= np.dot(A[i, :i], A[:i, j])
