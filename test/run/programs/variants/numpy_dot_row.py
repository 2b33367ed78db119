"""One `np.dot` of a vector and a matrix per row."""
import numpy as np
from numpy import ndarray


class Correlation:
    def __init__(self, m, n):
        self.M = m
        self.N = n

    def kernel(self, float_n: float, data: ndarray, corr: ndarray, mean: ndarray, stddev: ndarray):
        for i in range(0, self.M - 1):
            corr[i, i] = 1.0
            corr[i, i+1:self.M] = np.dot(data[0:self.N, i], data[0:self.N, i+1:self.M])
            corr[i+1:self.M, i] = corr[i, i+1:self.M]
        corr[self.M - 1, self.M - 1] = 1.0
