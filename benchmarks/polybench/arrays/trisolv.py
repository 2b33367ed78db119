"""trisolv on NumPy arrays. A system with a lower triangular matrix, by forward substitution."""

from __future__ import annotations

import numpy as np


class Trisolv:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, n: int):
        self.N = n

    def kernel(self, L: np.ndarray, x: np.ndarray, b: np.ndarray):
        for i in range(self.N):
            x[i] = (b[i] - np.dot(L[i, :i], x[:i])) / L[i, i]


def kernel_trisolv(
    n: int,
    L: np.ndarray[np.float64][2000, 2000],
    x: np.ndarray[np.float64][2000],
    b: np.ndarray[np.float64][2000],
):
    for i in range(n):
        x[i] = (b[i] - np.dot(L[i, :i], x[:i])) / L[i, i]
