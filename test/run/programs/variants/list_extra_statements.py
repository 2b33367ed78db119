"""Other statements stand between the nests, and a result is returned."""
from typing import List


class Correlation:
    def __init__(self, m, n):
        self.M = m
        self.N = n

    def kernel(self, float_n: float, data: List[List[float]], corr: List[List[float]], mean: List[float],
               stddev: List[float]):
        """The correlation of centred columns; returns the sum of the means."""
        checksum = 0.0
        for j in range(0, self.M):
            mean[j] = 0.0
            for i in range(0, self.N):
                mean[j] += data[i][j]
            mean[j] = mean[j] / float_n
        scale = 2.0 * float_n
        for j in range(0, self.M):
            checksum += mean[j]
        for i in range(0, self.M - 1):
            corr[i][i] = 1.0
            for j in range(i + 1, self.M):
                corr[i][j] = 0.0
                for k in range(0, self.N):
                    corr[i][j] += data[k][i] * data[k][j]
                corr[i][j] /= scale
                corr[j][i] = corr[i][j]
        corr[self.M - 1][self.M - 1] = 1.0
        return checksum
