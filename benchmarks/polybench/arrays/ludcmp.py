"""ludcmp on NumPy arrays. A linear system solved by LU decomposition and two substitutions."""

from __future__ import annotations

import numpy as np


class Ludcmp:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, n: int):
        self.N = n

    def kernel(self, A: np.ndarray, b: np.ndarray, x: np.ndarray, y: np.ndarray):
        for i in range(self.N):
            for j in range(i):
                A[i, j] -= np.dot(A[i, :j], A[:j, j])
                A[i, j] /= A[j, j]
            for j in range(i, self.N):
                A[i, j] -= np.dot(A[i, :i], A[:i, j])
        for i in range(self.N):
            y[i] = b[i] - np.dot(A[i, :i], y[:i])
        for i in range(self.N - 1, -1, -1):
            x[i] = (y[i] - np.dot(A[i, i + 1 :], x[i + 1 :])) / A[i, i]


def kernel_ludcmp(
    n: int,
    A: np.ndarray[np.float64][2000, 2000],
    b: np.ndarray[np.float64][2000],
    x: np.ndarray[np.float64][2000],
    y: np.ndarray[np.float64][2000],
):
    for i in range(n):
        for j in range(i):
            A[i, j] -= np.dot(A[i, :j], A[:j, j])
            A[i, j] /= A[j, j]
        for j in range(i, n):
            A[i, j] -= np.dot(A[i, :i], A[:i, j])
    for i in range(n):
        y[i] = b[i] - np.dot(A[i, :i], y[:i])
    for i in range(n - 1, -1, -1):
        x[i] = (y[i] - np.dot(A[i, i + 1 :], x[i + 1 :])) / A[i, i]
