"""trmm on nested lists. The triangular product of BLAS, in place: B := alpha*A^T*B, A unit lower triangular."""


class Trmm:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, m: int, n: int):
        self.M = m
        self.N = n

    def kernel(self, alpha: float, A: list, B: list):
        for i in range(self.M):
            for j in range(self.N):
                for k in range(i + 1, self.M):
                    B[i][j] += A[k][i] * B[k][j]
                B[i][j] = alpha * B[i][j]


def kernel_trmm(m: int, n: int, alpha: float, A: list[list[float]], B: list[list[float]]):
    for i in range(m):
        for j in range(n):
            for k in range(i + 1, m):
                B[i][j] += A[k][i] * B[k][j]
            B[i][j] = alpha * B[i][j]
