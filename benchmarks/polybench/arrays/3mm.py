"""3mm on NumPy arrays. Three products: G := (A*B)*(C*D)."""

from __future__ import annotations

import numpy as np


class ThreeMm:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, ni: int, nj: int, nk: int, nl: int, nm: int):
        self.NI = ni
        self.NJ = nj
        self.NK = nk
        self.NL = nl
        self.NM = nm

    def kernel(
        self,
        E: np.ndarray,
        A: np.ndarray,
        B: np.ndarray,
        F: np.ndarray,
        C: np.ndarray,
        D: np.ndarray,
        G: np.ndarray,
    ):
        E[:] = np.dot(A, B)
        F[:] = np.dot(C, D)
        G[:] = np.dot(E, F)


def kernel_3mm(
    ni: int,
    nj: int,
    nk: int,
    nl: int,
    nm: int,
    E: np.ndarray[np.float64][800, 900],
    A: np.ndarray[np.float64][800, 1000],
    B: np.ndarray[np.float64][1000, 900],
    F: np.ndarray[np.float64][900, 1100],
    C: np.ndarray[np.float64][900, 1200],
    D: np.ndarray[np.float64][1200, 1100],
    G: np.ndarray[np.float64][800, 1100],
):
    E[:] = np.dot(A, B)
    F[:] = np.dot(C, D)
    G[:] = np.dot(E, F)
