"""Diagonal, product and mirror image each in a nest of their own."""


class Correlation:
    def __init__(self, m, n):
        self.M = m
        self.N = n

    def kernel(self, float_n: float, data: list, corr: list, mean: list, stddev: list):
        for i in range(self.M):
            for j in range(self.M):
                corr[i][j] = 0.0
        for i in range(self.M):
            for j in range(i + 1, self.M):
                for k in range(self.N):
                    corr[i][j] += data[k][i] * data[k][j]
        for i in range(self.M):
            corr[i][i] = 1.0
        for i in range(self.M):
            for j in range(i):
                corr[i][j] = corr[j][i]
