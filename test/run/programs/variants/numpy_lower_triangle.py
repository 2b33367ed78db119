"""The lower triangle, row by row, and its mirror image."""
import numpy as np
from numpy import ndarray


class Correlation:
    def __init__(self, m, n):
        self.M = m
        self.N = n

    def kernel(self, float_n: float, data: ndarray, corr: ndarray, mean: ndarray, stddev: ndarray):
        corr[np.diag_indices(corr.shape[0])] = 1.0
        for i in range(1, self.M):
            corr[i, 0:i] = (data[0:self.N, i] * data[0:self.N, 0:i].T).sum(axis=1)
            corr[0:i, i] = corr[i, 0:i]
