"""Columns are made orthogonal one after the other."""

import numpy as np

ARGUMENTS = "n m A:m,n R:n,n Q:m,n"


def kernel(n: int, m: int, A: np.ndarray, R: np.ndarray, Q: np.ndarray):
    for k in range(n):
        nrm = np.dot(A[:, k], A[:, k])
        R[k, k] = np.sqrt(nrm)
        Q[:, k] = A[:, k] / R[k, k]
        for j in range(k + 1, n):
            R[k, j] = np.dot(Q[:, k], A[:, j])
            A[:, j] -= Q[:, k] * R[k, j]
