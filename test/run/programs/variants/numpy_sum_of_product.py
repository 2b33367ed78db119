"""Two explicit loops over the triangle, with `(a * b).sum()` of two columns."""
import numpy as np


class Correlation:
    def __init__(self, m, n):
        self.M = m
        self.N = n

    def kernel(self, float_n: float, data: np.ndarray, corr: np.ndarray, mean: np.ndarray, stddev: np.ndarray):
        for i in range(0, self.M - 1):
            corr[i, i] = 1.0
            for j in range(i + 1, self.M):
                corr[i, j] = (data[:, i] * data[:, j]).sum()
                corr[j, i] = corr[i, j]
        corr[self.M - 1, self.M - 1] = 1.0
