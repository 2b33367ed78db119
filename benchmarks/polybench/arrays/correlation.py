"""correlation on NumPy arrays. Correlations of the columns of a data set."""

from __future__ import annotations

import numpy as np


class Correlation:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, m: int, n: int):
        self.M = m
        self.N = n

    def kernel(
        self,
        float_n: float,
        data: np.ndarray,
        corr: np.ndarray,
        mean: np.ndarray,
        stddev: np.ndarray,
    ):
        eps = 0.1
        mean[:] = data.sum(axis=0) / float_n
        stddev[:] = np.sqrt(((data - mean) ** 2).sum(axis=0) / float_n)
        # A column that hardly varies would divide by nearly zero below.
        stddev[stddev <= eps] = 1.0
        # Centre and reduce the columns.
        data -= mean
        data /= np.sqrt(float_n) * stddev
        for i in range(self.M - 1):
            corr[i, i] = 1.0
            corr[i, i + 1 : self.M] = (data[:, i] * data[:, i + 1 : self.M].T).sum(axis=1)
            corr[i + 1 : self.M, i] = corr[i, i + 1 : self.M]
        corr[self.M - 1, self.M - 1] = 1.0


def kernel_correlation(
    m: int,
    n: int,
    float_n: float,
    data: np.ndarray[np.float64][1400, 1200],
    corr: np.ndarray[np.float64][1200, 1200],
    mean: np.ndarray[np.float64][1200],
    stddev: np.ndarray[np.float64][1200],
):
    eps = 0.1
    mean[:] = data.sum(axis=0) / float_n
    stddev[:] = np.sqrt(((data - mean) ** 2).sum(axis=0) / float_n)
    # A column that hardly varies would divide by nearly zero below.
    stddev[stddev <= eps] = 1.0
    # Centre and reduce the columns.
    data -= mean
    data /= np.sqrt(float_n) * stddev
    for i in range(m - 1):
        corr[i, i] = 1.0
        corr[i, i + 1 : m] = (data[:, i] * data[:, i + 1 : m].T).sum(axis=1)
        corr[i + 1 : m, i] = corr[i, i + 1 : m]
    corr[m - 1, m - 1] = 1.0
