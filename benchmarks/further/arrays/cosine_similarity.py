"""Cosines of the angles between all rows."""

import numpy as np


def cosine_similarity(x: np.ndarray, out: np.ndarray):
    norms = np.sqrt((x * x).sum(axis=1))
    unit = x / norms[:, np.newaxis]
    for i in range(x.shape[0]):
        for j in range(x.shape[0]):
            out[i, j] = (unit[i, :] * unit[j, :]).sum()
