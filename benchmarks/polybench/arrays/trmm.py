"""trmm on NumPy arrays. The triangular product of BLAS, in place: B := alpha*A^T*B, A unit lower triangular."""

from __future__ import annotations

import numpy as np


class Trmm:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, m: int, n: int):
        self.M = m
        self.N = n

    def kernel(self, alpha: float, A: np.ndarray, B: np.ndarray):
        for i in range(self.M):
            B[i, :] += (A[i + 1 : self.M, i] * B[i + 1 : self.M, :].T).sum(axis=1)
            B[i, :] *= alpha


def kernel_trmm(
    m: int,
    n: int,
    alpha: float,
    A: np.ndarray[np.float64][1000, 1000],
    B: np.ndarray[np.float64][1000, 1200],
):
    for i in range(m):
        B[i, :] += (A[i + 1 : m, i] * B[i + 1 : m, :].T).sum(axis=1)
        B[i, :] *= alpha
