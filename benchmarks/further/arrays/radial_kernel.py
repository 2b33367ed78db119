"""The matrix of a radial kernel, an entry at a time through a helper."""

import numpy as np


def radial(a: np.ndarray, b: np.ndarray, gamma: float) -> float:
    return np.exp(-gamma * np.sum((a - b) ** 2))


def radial_kernel(x: np.ndarray, y: np.ndarray, gamma: float) -> np.ndarray:
    result = np.zeros((x.shape[0], y.shape[0]))
    for i in range(x.shape[0]):
        for j in range(y.shape[0]):
            result[i, j] = radial(x[i], y[j], gamma=gamma)
    return result
