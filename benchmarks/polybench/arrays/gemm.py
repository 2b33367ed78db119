"""gemm on NumPy arrays. The matrix product of BLAS: C := alpha*A*B + beta*C."""

from __future__ import annotations

import numpy as np


class Gemm:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, ni: int, nj: int, nk: int):
        self.NI = ni
        self.NJ = nj
        self.NK = nk

    def kernel(self, alpha: float, beta: float, C: np.ndarray, A: np.ndarray, B: np.ndarray):
        C *= beta
        C += alpha * np.dot(A, B)


def kernel_gemm(
    ni: int,
    nj: int,
    nk: int,
    alpha: float,
    beta: float,
    C: np.ndarray[np.float64][1000, 1100],
    A: np.ndarray[np.float64][1000, 1200],
    B: np.ndarray[np.float64][1200, 1100],
):
    C *= beta
    C += alpha * np.dot(A, B)
