"""A plain function that takes the sizes from the shape; the sum is a function call over the rows."""
import numpy as np


def kernel(data: np.ndarray, corr: np.ndarray):
    n, m = data.shape
    for i in range(m - 1):
        corr[i, i] = 1.0
        corr[i, i+1:] = np.sum(data[:, i:i+1] * data[:, i+1:], axis=0)
        corr[i+1:, i] = corr[i, i+1:]
    corr[m - 1, m - 1] = 1.0
