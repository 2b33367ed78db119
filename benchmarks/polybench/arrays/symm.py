"""symm on NumPy arrays. The product with a symmetric matrix of BLAS, which reads its lower triangle: C := alpha*A*B + beta*C."""

from __future__ import annotations

import numpy as np


class Symm:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, m: int, n: int):
        self.M = m
        self.N = n

    def kernel(self, alpha: float, beta: float, C: np.ndarray, A: np.ndarray, B: np.ndarray):
        for i in range(self.M):
            temp2 = np.dot(A[i, :i], B[:i, :])
            C[:i, :] += alpha * A[i, :i, np.newaxis] * B[i, :]
            C[i, :] = beta * C[i, :] + alpha * B[i, :] * A[i, i] + alpha * temp2


def kernel_symm(
    m: int,
    n: int,
    alpha: float,
    beta: float,
    C: np.ndarray[np.float64][1000, 1200],
    A: np.ndarray[np.float64][1000, 1000],
    B: np.ndarray[np.float64][1000, 1200],
):
    for i in range(m):
        temp2 = np.dot(A[i, :i], B[:i, :])
        C[:i, :] += alpha * A[i, :i, np.newaxis] * B[i, :]
        C[i, :] = beta * C[i, :] + alpha * B[i, :] * A[i, i] + alpha * temp2
