"""lu on NumPy arrays. LU decomposition without pivoting, in place."""

from __future__ import annotations

import numpy as np


class Lu:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, n: int):
        self.N = n

    def kernel(self, A: np.ndarray):
        for i in range(self.N):
            for j in range(i):
                A[i, j] -= np.dot(A[i, :j], A[:j, j])
                A[i, j] /= A[j, j]
            for j in range(i, self.N):
                A[i, j] -= np.dot(A[i, :i], A[:i, j])


def kernel_lu(n: int, A: np.ndarray[np.float64][2000, 2000]):
    for i in range(n):
        for j in range(i):
            A[i, j] -= np.dot(A[i, :j], A[:j, j])
            A[i, j] /= A[j, j]
        for j in range(i, n):
            A[i, j] -= np.dot(A[i, :i], A[:i, j])
