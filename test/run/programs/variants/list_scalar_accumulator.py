"""The sum is accumulated in a local variable."""


class Correlation:
    def __init__(self, m, n):
        self.M = m
        self.N = n

    def kernel(self, float_n: float, data: list, corr: list, mean: list, stddev: list):
        for i in range(0, self.M - 1):
            corr[i][i] = 1.0
            for j in range(i + 1, self.M):
                total = 0.0
                for k in range(0, self.N):
                    total += data[k][i] * data[k][j]
                corr[i][j] = total
                corr[j][i] = total
        corr[self.M - 1][self.M - 1] = 1.0
