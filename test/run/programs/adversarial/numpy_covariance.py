"""A mirrored triangle of products, row by row."""

import numpy as np

ARGUMENTS = "m n fn=20.0 data:n,m cov:m,m mean:m"


def kernel(m: int, n: int, fn: float, data: np.ndarray, cov: np.ndarray, mean: np.ndarray):
    mean[:] = data.sum(axis=0) / fn
    data -= mean
    for i in range(m):
        cov[i, i:m] = np.dot(data[:n, i], data[:n, i:m]) / (fn - 1.0)
        cov[i:m, i] = cov[i, i:m]
