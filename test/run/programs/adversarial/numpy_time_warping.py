"""A cost of each pair, and the least of three neighbours, whose order matters for NaN."""

import numpy as np

ARGUMENTS = "n m x:n y:m d:n,m"


def kernel(n: int, m: int, x: np.ndarray, y: np.ndarray, d: np.ndarray):
    for i in range(1, n):
        for j in range(1, m):
            c = x[i] - y[j]
            d[i, j] = c * c + min(d[i - 1, j], d[i, j - 1], d[i - 1, j - 1])
