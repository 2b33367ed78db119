"""seidel-2d on NumPy arrays. Gauss and Seidel's iteration with nine points in the plane."""

from __future__ import annotations

import numpy as np


class Seidel2d:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, tsteps: int, n: int):
        self.TSTEPS = tsteps
        self.N = n

    def kernel(self, A: np.ndarray):
        for t in range(self.TSTEPS):
            for i in range(1, self.N - 1):
                A[i, 1:-1] += (
                    A[i - 1, :-2]
                    + A[i - 1, 1:-1]
                    + A[i - 1, 2:]
                    + A[i, 2:]
                    + A[i + 1, :-2]
                    + A[i + 1, 1:-1]
                    + A[i + 1, 2:]
                )
                for j in range(1, self.N - 1):
                    A[i, j] = (A[i, j] + A[i, j - 1]) / 9.0


def kernel_seidel_2d(tsteps: int, n: int, A: np.ndarray[np.float64][2000, 2000]):
    for t in range(tsteps):
        for i in range(1, n - 1):
            A[i, 1:-1] += (
                A[i - 1, :-2]
                + A[i - 1, 1:-1]
                + A[i - 1, 2:]
                + A[i, 2:]
                + A[i + 1, :-2]
                + A[i + 1, 1:-1]
                + A[i + 1, 2:]
            )
            for j in range(1, n - 1):
                A[i, j] = (A[i, j] + A[i, j - 1]) / 9.0
