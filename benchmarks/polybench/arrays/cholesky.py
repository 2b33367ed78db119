"""cholesky on NumPy arrays. Cholesky factor of a positive definite matrix, in its lower triangle."""

from __future__ import annotations

import numpy as np


class Cholesky:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, n: int):
        self.N = n

    def kernel(self, A: np.ndarray):
        for i in range(self.N):
            for j in range(i):
                A[i, j] -= np.dot(A[i, :j], A[j, :j])
                A[i, j] /= A[j, j]
            A[i, i] -= np.dot(A[i, :i], A[i, :i])
            A[i, i] = np.sqrt(A[i, i])


def kernel_cholesky(n: int, A: np.ndarray[np.float64][2000, 2000]):
    for i in range(n):
        for j in range(i):
            A[i, j] -= np.dot(A[i, :j], A[j, :j])
            A[i, j] /= A[j, j]
        A[i, i] -= np.dot(A[i, :i], A[i, :i])
        A[i, i] = np.sqrt(A[i, i])
