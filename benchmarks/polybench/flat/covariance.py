"""covariance on flattened lists. Covariances of the columns of a data set."""


class Covariance:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, m: int, n: int):
        self.M = m
        self.N = n

    def kernel(self, float_n: float, data: list, cov: list, mean: list):
        for j in range(self.M):
            mean[j] = 0.0
            for i in range(self.N):
                mean[j] += data[self.M * i + j]
            mean[j] /= float_n
        for i in range(self.N):
            for j in range(self.M):
                data[self.M * i + j] -= mean[j]
        for i in range(self.M):
            for j in range(i, self.M):
                cov[self.M * i + j] = 0.0
                for k in range(self.N):
                    cov[self.M * i + j] += data[self.M * k + i] * data[self.M * k + j]
                cov[self.M * i + j] /= float_n - 1.0
                cov[self.M * j + i] = cov[self.M * i + j]


def kernel_covariance(m: int, n: int, float_n: float, data: list[float], cov: list[float], mean: list[float]):
    for j in range(m):
        mean[j] = 0.0
        for i in range(n):
            mean[j] += data[m * i + j]
        mean[j] /= float_n
    for i in range(n):
        for j in range(m):
            data[m * i + j] -= mean[j]
    for i in range(m):
        for j in range(i, m):
            cov[m * i + j] = 0.0
            for k in range(n):
                cov[m * i + j] += data[m * k + i] * data[m * k + j]
            cov[m * i + j] /= float_n - 1.0
            cov[m * j + i] = cov[m * i + j]
