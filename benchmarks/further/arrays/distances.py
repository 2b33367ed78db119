"""Distances of all points of one set from all points of another."""

import numpy as np


def distances(a: "np.ndarray[np.float64][1000, 16]", b: "np.ndarray[np.float64][1000, 16]") -> np.ndarray:
    difference = a[:, np.newaxis, :] - b[np.newaxis, :, :]
    return np.sqrt((difference**2).sum(axis=-1))
