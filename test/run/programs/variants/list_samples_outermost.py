"""The loop over the samples is the outermost one of the triangular nest."""


class Correlation:
    def __init__(self, m, n):
        self.M = m
        self.N = n

    def kernel(self, float_n: float, data: list, corr: list, mean: list, stddev: list):
        for i in range(0, self.M):
            corr[i][i] = 1.0
            for j in range(i + 1, self.M):
                corr[i][j] = 0.0
        for k in range(0, self.N):
            for i in range(0, self.M - 1):
                for j in range(i + 1, self.M):
                    corr[i][j] += data[k][i] * data[k][j]
        for i in range(0, self.M - 1):
            for j in range(i + 1, self.M):
                corr[j][i] = corr[i][j]
