"""syrk on nested lists. The symmetric rank-k update of BLAS, lower triangle: C := alpha*A*A^T + beta*C."""


class Syrk:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, n: int, m: int):
        self.N = n
        self.M = m

    def kernel(self, alpha: float, beta: float, C: list, A: list):
        for i in range(self.N):
            for j in range(i + 1):
                C[i][j] *= beta
            for k in range(self.M):
                for j in range(i + 1):
                    C[i][j] += alpha * A[i][k] * A[j][k]


def kernel_syrk(n: int, m: int, alpha: float, beta: float, C: list[list[float]], A: list[list[float]]):
    for i in range(n):
        for j in range(i + 1):
            C[i][j] *= beta
        for k in range(m):
            for j in range(i + 1):
                C[i][j] += alpha * A[i][k] * A[j][k]
