"""The lower triangle is computed and mirrored into the upper one."""


class Correlation:
    def __init__(self, m, n):
        self.M = m
        self.N = n

    def kernel(self, float_n: float, data: list, corr: list, mean: list, stddev: list):
        corr[0][0] = 1.0
        for i in range(1, self.M):
            corr[i][i] = 1.0
            for j in range(0, i):
                corr[i][j] = 0.0
                for k in range(0, self.N):
                    corr[i][j] += data[k][i] * data[k][j]
                corr[j][i] = corr[i][j]
