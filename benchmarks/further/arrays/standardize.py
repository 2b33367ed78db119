"""Columns brought to mean 0 and deviation 1, but for those that do not vary."""

import numpy as np


def standardize(x: np.ndarray, columns: int):
    for j in range(columns):
        column = x[:, j]
        mean = column.sum() / x.shape[0]
        deviation = np.sqrt(((column - mean) ** 2).sum() / x.shape[0])
        if deviation > 1e-12:
            x[:, j] = (column - mean) / deviation
        else:
            x[:, j] = 0.0
