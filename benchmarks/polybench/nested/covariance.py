"""covariance on nested lists. Covariances of the columns of a data set."""


class Covariance:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, m: int, n: int):
        self.M = m
        self.N = n

    def kernel(self, float_n: float, data: list, cov: list, mean: list):
        for j in range(self.M):
            mean[j] = 0.0
            for i in range(self.N):
                mean[j] += data[i][j]
            mean[j] /= float_n
        for i in range(self.N):
            for j in range(self.M):
                data[i][j] -= mean[j]
        for i in range(self.M):
            for j in range(i, self.M):
                cov[i][j] = 0.0
                for k in range(self.N):
                    cov[i][j] += data[k][i] * data[k][j]
                cov[i][j] /= float_n - 1.0
                cov[j][i] = cov[i][j]


def kernel_covariance(
    m: int,
    n: int,
    float_n: float,
    data: list[list[float]],
    cov: list[list[float]],
    mean: list[float],
):
    for j in range(m):
        mean[j] = 0.0
        for i in range(n):
            mean[j] += data[i][j]
        mean[j] /= float_n
    for i in range(n):
        for j in range(m):
            data[i][j] -= mean[j]
    for i in range(m):
        for j in range(i, m):
            cov[i][j] = 0.0
            for k in range(n):
                cov[i][j] += data[k][i] * data[k][j]
            cov[i][j] /= float_n - 1.0
            cov[j][i] = cov[i][j]
