"""syr2k on nested lists. The symmetric rank-2k update of BLAS, lower triangle: C := alpha*A*B^T + alpha*B*A^T + beta*C."""


class Syr2k:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, n: int, m: int):
        self.N = n
        self.M = m

    def kernel(self, alpha: float, beta: float, C: list, A: list, B: list):
        for i in range(self.N):
            for j in range(i + 1):
                C[i][j] *= beta
            for k in range(self.M):
                for j in range(i + 1):
                    C[i][j] += A[j][k] * alpha * B[i][k] + B[j][k] * alpha * A[i][k]


def kernel_syr2k(
    n: int,
    m: int,
    alpha: float,
    beta: float,
    C: list[list[float]],
    A: list[list[float]],
    B: list[list[float]],
):
    for i in range(n):
        for j in range(i + 1):
            C[i][j] *= beta
        for k in range(m):
            for j in range(i + 1):
                C[i][j] += A[j][k] * alpha * B[i][k] + B[j][k] * alpha * A[i][k]
