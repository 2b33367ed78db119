"""2mm on NumPy arrays. Two products in a row: D := alpha*A*B*C + beta*D."""

from __future__ import annotations

import numpy as np


class TwoMm:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, ni: int, nj: int, nk: int, nl: int):
        self.NI = ni
        self.NJ = nj
        self.NK = nk
        self.NL = nl

    def kernel(
        self,
        alpha: float,
        beta: float,
        tmp: np.ndarray,
        A: np.ndarray,
        B: np.ndarray,
        C: np.ndarray,
        D: np.ndarray,
    ):
        tmp[:] = alpha * np.dot(A, B)
        D *= beta
        D += np.dot(tmp, C)


def kernel_2mm(
    ni: int,
    nj: int,
    nk: int,
    nl: int,
    alpha: float,
    beta: float,
    tmp: np.ndarray[np.float64][800, 900],
    A: np.ndarray[np.float64][800, 1100],
    B: np.ndarray[np.float64][1100, 900],
    C: np.ndarray[np.float64][900, 1200],
    D: np.ndarray[np.float64][800, 1200],
):
    tmp[:] = alpha * np.dot(A, B)
    D *= beta
    D += np.dot(tmp, C)
