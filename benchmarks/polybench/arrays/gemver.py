"""gemver on NumPy arrays. Two rank-1 updates of a matrix, then two products with vectors."""

from __future__ import annotations

import numpy as np


class Gemver:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, n: int):
        self.N = n

    def kernel(
        self,
        alpha: float,
        beta: float,
        A: np.ndarray,
        u1: np.ndarray,
        v1: np.ndarray,
        u2: np.ndarray,
        v2: np.ndarray,
        w: np.ndarray,
        x: np.ndarray,
        y: np.ndarray,
        z: np.ndarray,
    ):
        A += np.outer(u1, v1) + np.outer(u2, v2)
        x += beta * np.dot(A.T, y)
        x += z
        w += alpha * np.dot(A, x)


def kernel_gemver(
    n: int,
    alpha: float,
    beta: float,
    A: np.ndarray[np.float64][2000, 2000],
    u1: np.ndarray[np.float64][2000],
    v1: np.ndarray[np.float64][2000],
    u2: np.ndarray[np.float64][2000],
    v2: np.ndarray[np.float64][2000],
    w: np.ndarray[np.float64][2000],
    x: np.ndarray[np.float64][2000],
    y: np.ndarray[np.float64][2000],
    z: np.ndarray[np.float64][2000],
):
    A += np.outer(u1, v1) + np.outer(u2, v2)
    x += beta * np.dot(A.T, y)
    x += z
    w += alpha * np.dot(A, x)
