"""Three explicit loops over the elements of arrays."""
from numpy import ndarray


class Correlation:
    def __init__(self, m, n):
        self.M = m
        self.N = n

    def kernel(self, float_n: float, data: ndarray, corr: ndarray, mean: ndarray, stddev: ndarray):
        for i in range(0, self.M - 1):
            corr[i, i] = 1.0
            for j in range(i + 1, self.M):
                corr[i, j] = 0.0
                for k in range(0, self.N):
                    corr[i, j] += data[k, i] * data[k, j]
                corr[j, i] = corr[i, j]
        corr[self.M - 1, self.M - 1] = 1.0
