"""Scaled dot-product attention, head by head and query by query."""

import numpy as np


def attention(queries: np.ndarray, keys: np.ndarray, values: np.ndarray, out: np.ndarray):
    heads, n, width = queries.shape
    scale = 1.0 / np.sqrt(width)
    for h in range(heads):
        for i in range(n):
            scores = scale * np.dot(keys[h], queries[h, i])
            weights = np.exp(scores - scores.max())
            weights /= weights.sum()
            out[h, i, :] = np.dot(weights, values[h])
