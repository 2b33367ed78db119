"""covariance on NumPy arrays. Covariances of the columns of a data set."""

from __future__ import annotations

import numpy as np


class Covariance:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, m: int, n: int):
        self.M = m
        self.N = n

    def kernel(self, float_n: float, data: np.ndarray, cov: np.ndarray, mean: np.ndarray):
        mean[:] = data.sum(axis=0)
        mean /= float_n
        data -= mean
        for i in range(self.M):
            cov[i, i : self.M] = (data[:, i] * data[:, i : self.M].T).sum(axis=1)
            cov[i, i : self.M] /= float_n - 1.0
            cov[i : self.M, i] = cov[i, i : self.M]


def kernel_covariance(
    m: int,
    n: int,
    float_n: float,
    data: np.ndarray[np.float64][1400, 1200],
    cov: np.ndarray[np.float64][1200, 1200],
    mean: np.ndarray[np.float64][1200],
):
    mean[:] = data.sum(axis=0)
    mean /= float_n
    data -= mean
    for i in range(m):
        cov[i, i:m] = (data[:, i] * data[:, i:m].T).sum(axis=1)
        cov[i, i:m] /= float_n - 1.0
        cov[i:m, i] = cov[i, i:m]
