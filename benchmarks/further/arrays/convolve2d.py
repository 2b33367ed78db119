"""A filter of any size laid over every place of an image, written the slow way."""

import numpy as np


def convolve2d(image: np.ndarray, weights: np.ndarray, out: np.ndarray):
    k = weights.shape[0]
    rows = image.shape[0] - k + 1
    columns = image.shape[1] - k + 1
    for i in range(rows):
        for j in range(columns):
            out[i, j] = np.sum(image[i : i + k, j : j + k] * weights)
