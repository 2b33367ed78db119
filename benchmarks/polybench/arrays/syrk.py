"""syrk on NumPy arrays. The symmetric rank-k update of BLAS, lower triangle: C := alpha*A*A^T + beta*C."""

from __future__ import annotations

import numpy as np


class Syrk:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, n: int, m: int):
        self.N = n
        self.M = m

    def kernel(self, alpha: float, beta: float, C: np.ndarray, A: np.ndarray):
        for i in range(self.N):
            C[i, : i + 1] *= beta
            for k in range(self.M):
                C[i, : i + 1] += alpha * A[i, k] * A[: i + 1, k]


def kernel_syrk(
    n: int,
    m: int,
    alpha: float,
    beta: float,
    C: np.ndarray[np.float64][1200, 1200],
    A: np.ndarray[np.float64][1200, 1000],
):
    for i in range(n):
        C[i, : i + 1] *= beta
        for k in range(m):
            C[i, : i + 1] += alpha * A[i, k] * A[: i + 1, k]
