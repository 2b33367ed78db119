"""gesummv on NumPy arrays. The sum of two products of a matrix and a vector: y := alpha*A*x + beta*B*x."""

from __future__ import annotations

import numpy as np


class Gesummv:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, n: int):
        self.N = n

    def kernel(
        self,
        alpha: float,
        beta: float,
        A: np.ndarray,
        B: np.ndarray,
        tmp: np.ndarray,
        x: np.ndarray,
        y: np.ndarray,
    ):
        tmp[:] = np.dot(A, x)
        y[:] = alpha * tmp + beta * np.dot(B, x)


def kernel_gesummv(
    n: int,
    alpha: float,
    beta: float,
    A: np.ndarray[np.float64][1300, 1300],
    B: np.ndarray[np.float64][1300, 1300],
    tmp: np.ndarray[np.float64][1300],
    x: np.ndarray[np.float64][1300],
    y: np.ndarray[np.float64][1300],
):
    tmp[:] = np.dot(A, x)
    y[:] = alpha * tmp + beta * np.dot(B, x)
