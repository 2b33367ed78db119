"""Weights summed by bins of equal width."""

import numpy as np


def histogram(x: np.ndarray, weights: np.ndarray, bins: int, low: float, high: float) -> np.ndarray:
    result = np.zeros(bins)
    width = (high - low) / bins
    for i in range(x.shape[0]):
        if low <= x[i] < high:
            result[int((x[i] - low) / width)] += weights[i]
    return result
