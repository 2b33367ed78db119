"""One `@` of a matrix and a vector per row."""
import numpy as np


class Correlation:
    def __init__(self, m, n):
        self.M = m
        self.N = n

    def kernel(self, float_n: float, data: np.ndarray, corr: np.ndarray, mean: np.ndarray, stddev: np.ndarray):
        for i in range(self.M):
            corr[i, i] = 1.0
        for i in range(self.M - 1):
            corr[i, i+1:self.M] = data[:, i+1:self.M].T @ data[:, i]
        for i in range(1, self.M):
            corr[i, :i] = corr[:i, i]
