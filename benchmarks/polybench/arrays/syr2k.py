"""syr2k on NumPy arrays. The symmetric rank-2k update of BLAS, lower triangle: C := alpha*A*B^T + alpha*B*A^T + beta*C."""

from __future__ import annotations

import numpy as np


class Syr2k:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, n: int, m: int):
        self.N = n
        self.M = m

    def kernel(self, alpha: float, beta: float, C: np.ndarray, A: np.ndarray, B: np.ndarray):
        for i in range(self.N):
            C[i, : i + 1] *= beta
            for k in range(self.M):
                C[i, : i + 1] += A[: i + 1, k] * alpha * B[i, k] + B[: i + 1, k] * alpha * A[i, k]


def kernel_syr2k(
    n: int,
    m: int,
    alpha: float,
    beta: float,
    C: np.ndarray[np.float64][1200, 1200],
    A: np.ndarray[np.float64][1200, 1000],
    B: np.ndarray[np.float64][1200, 1000],
):
    for i in range(n):
        C[i, : i + 1] *= beta
        for k in range(m):
            C[i, : i + 1] += A[: i + 1, k] * alpha * B[i, k] + B[: i + 1, k] * alpha * A[i, k]
