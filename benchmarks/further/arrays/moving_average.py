"""Means over a window that moves along a series."""

import numpy as np


def moving_average(x: np.ndarray, window: int) -> np.ndarray:
    n = x.shape[0] - window + 1
    if n <= 0:
        return np.empty(0)
    result = np.empty(n)
    for i in range(n):
        result[i] = x[i : i + window].mean()
    return result
