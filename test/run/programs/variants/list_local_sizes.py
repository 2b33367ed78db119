"""The sizes are read into local variables once; the factors stand the other way round."""
from math import sqrt


class Correlation:
    def __init__(self, m, n):
        self.M = m
        self.N = n

    def kernel(self, float_n: float, data: list, corr: list, mean: list, stddev: list):
        m = self.M
        n = self.N
        root = sqrt(float_n)
        for i in range(n):
            for j in range(m):
                data[i][j] = (data[i][j] - mean[j]) / (root * stddev[j])
        for i in range(m - 1):
            corr[i][i] = 1.0
            for j in range(i + 1, m):
                corr[i][j] = 0.0
                for k in range(n):
                    corr[i][j] += data[k][j] * data[k][i]
                corr[j][i] = corr[i][j]
        corr[m - 1][m - 1] = 1.0
