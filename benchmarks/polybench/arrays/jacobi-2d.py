"""jacobi-2d on NumPy arrays. Jacobi's iteration with five points in the plane."""

from __future__ import annotations

import numpy as np


class Jacobi2d:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, tsteps: int, n: int):
        self.TSTEPS = tsteps
        self.N = n

    def kernel(self, A: np.ndarray, B: np.ndarray):
        for t in range(self.TSTEPS):
            B[1:-1, 1:-1] = 0.2 * (A[1:-1, 1:-1] + A[1:-1, :-2] + A[1:-1, 2:] + A[2:, 1:-1] + A[:-2, 1:-1])
            A[1:-1, 1:-1] = 0.2 * (B[1:-1, 1:-1] + B[1:-1, :-2] + B[1:-1, 2:] + B[2:, 1:-1] + B[:-2, 1:-1])


def kernel_jacobi_2d(
    tsteps: int,
    n: int,
    A: np.ndarray[np.float64][1300, 1300],
    B: np.ndarray[np.float64][1300, 1300],
):
    for t in range(tsteps):
        B[1:-1, 1:-1] = 0.2 * (A[1:-1, 1:-1] + A[1:-1, :-2] + A[1:-1, 2:] + A[2:, 1:-1] + A[:-2, 1:-1])
        A[1:-1, 1:-1] = 0.2 * (B[1:-1, 1:-1] + B[1:-1, :-2] + B[1:-1, 2:] + B[2:, 1:-1] + B[:-2, 1:-1])
