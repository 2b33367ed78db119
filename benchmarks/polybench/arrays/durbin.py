"""durbin on NumPy arrays. Durbin's recursion for a Toeplitz system of Yule and Walker."""

from __future__ import annotations

import numpy as np


class Durbin:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, n: int):
        self.N = n

    def kernel(self, r: np.ndarray, y: np.ndarray):
        y[0] = -r[0]
        beta = 1.0
        alpha = -r[0]
        for k in range(1, self.N):
            beta *= 1.0 - alpha * alpha
            alpha = -(r[k] + np.dot(np.flip(r[:k]), y[:k])) / beta
            y[:k] += alpha * np.flip(y[:k])
            y[k] = alpha


def kernel_durbin(n: int, r: np.ndarray[np.float64][2000], y: np.ndarray[np.float64][2000]):
    y[0] = -r[0]
    beta = 1.0
    alpha = -r[0]
    for k in range(1, n):
        beta *= 1.0 - alpha * alpha
        alpha = -(r[k] + np.dot(np.flip(r[:k]), y[:k])) / beta
        y[:k] += alpha * np.flip(y[:k])
        y[k] = alpha
