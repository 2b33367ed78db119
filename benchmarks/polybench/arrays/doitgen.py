"""doitgen on NumPy arrays. A matrix applied to every row of a cube, as in multiresolution analysis."""

from __future__ import annotations

import numpy as np


class Doitgen:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, nr: int, nq: int, n_p: int):
        self.NR = nr
        self.NQ = nq
        self.NP = n_p

    def kernel(self, A: np.ndarray, C4: np.ndarray, sums: np.ndarray):
        for r in range(self.NR):
            for q in range(self.NQ):
                sums[:] = np.dot(A[r, q, :], C4)
                A[r, q, :] = sums


def kernel_doitgen(
    nr: int,
    nq: int,
    n_p: int,
    A: np.ndarray[np.float64][150, 140, 160],
    C4: np.ndarray[np.float64][160, 160],
    sums: np.ndarray[np.float64][160],
):
    for r in range(nr):
        for q in range(nq):
            sums[:] = np.dot(A[r, q, :], C4)
            A[r, q, :] = sums
