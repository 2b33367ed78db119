"""jacobi-1d on NumPy arrays. Jacobi's iteration with three points on a line."""

from __future__ import annotations

import numpy as np


class Jacobi1d:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, tsteps: int, n: int):
        self.TSTEPS = tsteps
        self.N = n

    def kernel(self, A: np.ndarray, B: np.ndarray):
        for t in range(self.TSTEPS):
            B[1:-1] = 0.33333 * (A[:-2] + A[1:-1] + A[2:])
            A[1:-1] = 0.33333 * (B[:-2] + B[1:-1] + B[2:])


def kernel_jacobi_1d(tsteps: int, n: int, A: np.ndarray[np.float64][2000], B: np.ndarray[np.float64][2000]):
    for t in range(tsteps):
        B[1:-1] = 0.33333 * (A[:-2] + A[1:-1] + A[2:])
        A[1:-1] = 0.33333 * (B[:-2] + B[1:-1] + B[2:])
