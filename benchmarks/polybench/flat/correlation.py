"""correlation on flattened lists. Correlations of the columns of a data set."""

from math import sqrt


class Correlation:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, m: int, n: int):
        self.M = m
        self.N = n

    def kernel(self, float_n: float, data: list, corr: list, mean: list, stddev: list):
        eps = 0.1
        for j in range(self.M):
            mean[j] = 0.0
            for i in range(self.N):
                mean[j] += data[self.M * i + j]
            mean[j] /= float_n
        for j in range(self.M):
            stddev[j] = 0.0
            for i in range(self.N):
                stddev[j] += (data[self.M * i + j] - mean[j]) * (data[self.M * i + j] - mean[j])
            stddev[j] /= float_n
            stddev[j] = sqrt(stddev[j])
            # A column that hardly varies would divide by nearly zero below.
            stddev[j] = 1.0 if stddev[j] <= eps else stddev[j]
        # Centre and reduce the columns.
        for i in range(self.N):
            for j in range(self.M):
                data[self.M * i + j] -= mean[j]
                data[self.M * i + j] /= sqrt(float_n) * stddev[j]
        for i in range(self.M - 1):
            corr[self.M * i + i] = 1.0
            for j in range(i + 1, self.M):
                corr[self.M * i + j] = 0.0
                for k in range(self.N):
                    corr[self.M * i + j] += data[self.M * k + i] * data[self.M * k + j]
                corr[self.M * j + i] = corr[self.M * i + j]
        corr[self.M * (self.M - 1) + self.M - 1] = 1.0


def kernel_correlation(
    m: int,
    n: int,
    float_n: float,
    data: list[float],
    corr: list[float],
    mean: list[float],
    stddev: list[float],
):
    eps = 0.1
    for j in range(m):
        mean[j] = 0.0
        for i in range(n):
            mean[j] += data[m * i + j]
        mean[j] /= float_n
    for j in range(m):
        stddev[j] = 0.0
        for i in range(n):
            stddev[j] += (data[m * i + j] - mean[j]) * (data[m * i + j] - mean[j])
        stddev[j] /= float_n
        stddev[j] = sqrt(stddev[j])
        # A column that hardly varies would divide by nearly zero below.
        stddev[j] = 1.0 if stddev[j] <= eps else stddev[j]
    # Centre and reduce the columns.
    for i in range(n):
        for j in range(m):
            data[m * i + j] -= mean[j]
            data[m * i + j] /= sqrt(float_n) * stddev[j]
    for i in range(m - 1):
        corr[m * i + i] = 1.0
        for j in range(i + 1, m):
            corr[m * i + j] = 0.0
            for k in range(n):
                corr[m * i + j] += data[m * k + i] * data[m * k + j]
            corr[m * j + i] = corr[m * i + j]
    corr[m * (m - 1) + m - 1] = 1.0
