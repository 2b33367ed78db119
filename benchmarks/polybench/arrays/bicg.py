"""bicg on NumPy arrays. The two products of a step of biconjugate gradients: s := A^T*r, q := A*p."""

from __future__ import annotations

import numpy as np


class Bicg:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, m: int, n: int):
        self.M = m
        self.N = n

    def kernel(self, A: np.ndarray, s: np.ndarray, q: np.ndarray, p: np.ndarray, r: np.ndarray):
        s[:] = np.dot(r, A)
        q[:] = np.dot(A, p)


def kernel_bicg(
    m: int,
    n: int,
    A: np.ndarray[np.float64][2100, 1900],
    s: np.ndarray[np.float64][1900],
    q: np.ndarray[np.float64][2100],
    p: np.ndarray[np.float64][1900],
    r: np.ndarray[np.float64][2100],
):
    s[:] = np.dot(r, A)
    q[:] = np.dot(A, p)
