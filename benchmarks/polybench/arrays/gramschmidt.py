"""gramschmidt on NumPy arrays. QR decomposition by the modified Gram-Schmidt process."""

from __future__ import annotations

import numpy as np


class Gramschmidt:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, m: int, n: int):
        self.M = m
        self.N = n

    def kernel(self, A: np.ndarray, R: np.ndarray, Q: np.ndarray):
        for k in range(self.N):
            nrm = np.dot(A[:, k], A[:, k])
            R[k, k] = np.sqrt(nrm)
            Q[:, k] = A[:, k] / R[k, k]
            for j in range(k + 1, self.N):
                R[k, j] = np.dot(Q[:, k], A[:, j])
                A[:, j] -= Q[:, k] * R[k, j]


def kernel_gramschmidt(
    m: int,
    n: int,
    A: np.ndarray[np.float64][1000, 1200],
    R: np.ndarray[np.float64][1200, 1200],
    Q: np.ndarray[np.float64][1000, 1200],
):
    for k in range(n):
        nrm = np.dot(A[:, k], A[:, k])
        R[k, k] = np.sqrt(nrm)
        Q[:, k] = A[:, k] / R[k, k]
        for j in range(k + 1, n):
            R[k, j] = np.dot(Q[:, k], A[:, j])
            A[:, j] -= Q[:, k] * R[k, j]
