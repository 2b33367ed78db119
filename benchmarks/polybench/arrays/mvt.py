"""mvt on NumPy arrays. A matrix and its transpose times two vectors, added to two others."""

from __future__ import annotations

import numpy as np


class Mvt:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, n: int):
        self.N = n

    def kernel(self, x1: np.ndarray, x2: np.ndarray, y_1: np.ndarray, y_2: np.ndarray, A: np.ndarray):
        x1 += np.dot(A, y_1)
        x2 += np.dot(y_2, A)


def kernel_mvt(
    n: int,
    x1: np.ndarray[np.float64][2000],
    x2: np.ndarray[np.float64][2000],
    y_1: np.ndarray[np.float64][2000],
    y_2: np.ndarray[np.float64][2000],
    A: np.ndarray[np.float64][2000, 2000],
):
    x1 += np.dot(A, y_1)
    x2 += np.dot(y_2, A)
