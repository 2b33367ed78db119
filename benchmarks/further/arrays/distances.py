"""Distances of all points of one set from all points of another."""

import numpy as np


def distances(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    difference = a[:, np.newaxis, :] - b[np.newaxis, :, :]
    return np.sqrt((difference**2).sum(axis=-1))
