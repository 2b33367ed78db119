"""Halves of square products and their copies across the diagonal: one that may go, and some that may not."""

import numpy as np

ARGUMENTS = "n m s=2.0 A:m,n B:n,n C:n,n D:n,n E:n,n"


def kernel(
    n: int, m: int, s: float, A: np.ndarray, B: np.ndarray, C: np.ndarray, D: np.ndarray, E: np.ndarray
):
    for i in range(n):
        B[i, i:n] = (A[:, i] * A[:, i:n].T).sum(axis=1)
        B[i, i:n] *= s
        B[i:n, i] = B[i, i:n]
    for i in range(n):
        for j in range(i, n):
            C[i, j] = (A[:, i] * A[:, j]).sum()
    for i in range(n):
        C[i, i:n] *= A[0, i]
    for i in range(n):
        C[i:n, i] = C[i, i:n]
    for i in range(n):
        for j in range(i, n):
            D[i, j] = (A[:, i] * A[:, j]).sum()
    D[0, :n] = 1.0
    for i in range(n):
        D[i:n, i] = D[i, i:n]
    E[:n, :n] = A.T @ A
    for i in range(n):
        E[i, i + 1 : n] -= s
        E[i + 1 : n, i] = E[i, i + 1 : n]
