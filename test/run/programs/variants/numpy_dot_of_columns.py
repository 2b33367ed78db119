"""Two explicit loops over the triangle, with the dot product of two columns."""
import numpy as np


class Correlation:
    def __init__(self, m, n):
        self.M = m
        self.N = n

    def kernel(self, float_n: float, data: np.ndarray, corr: np.ndarray, mean: np.ndarray, stddev: np.ndarray):
        for j in range(0, self.M):
            corr[j, j] = 1.0
            for i in range(0, j):
                corr[i, j] = np.dot(data[0:self.N, i], data[0:self.N, j])
                corr[j, i] = corr[i, j]
