"""atax on NumPy arrays. A matrix and its transpose times a vector: y := A^T*(A*x)."""

from __future__ import annotations

import numpy as np


class Atax:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, m: int, n: int):
        self.M = m
        self.N = n

    def kernel(self, A: np.ndarray, x: np.ndarray, y: np.ndarray, tmp: np.ndarray):
        tmp[:] = np.dot(A, x)
        y[:] = np.dot(tmp, A)


def kernel_atax(
    m: int,
    n: int,
    A: np.ndarray[np.float64][1900, 2100],
    x: np.ndarray[np.float64][2100],
    y: np.ndarray[np.float64][2100],
    tmp: np.ndarray[np.float64][1900],
):
    tmp[:] = np.dot(A, x)
    y[:] = np.dot(tmp, A)
