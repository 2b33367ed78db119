"""The two loops of the triangle are interchanged."""


class Correlation:
    def __init__(self, m, n):
        self.M = m
        self.N = n

    def kernel(self, float_n: float, data: list, corr: list, mean: list, stddev: list):
        for j in range(0, self.M):
            corr[j][j] = 1.0
            for i in range(0, j):
                corr[i][j] = 0.0
                for k in range(0, self.N):
                    corr[i][j] = corr[i][j] + data[k][j] * data[k][i]
                corr[j][i] = corr[i][j]
