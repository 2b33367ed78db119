"""trmm on flattened lists. The triangular product of BLAS, in place: B := alpha*A^T*B, A unit lower triangular."""


class Trmm:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, m: int, n: int):
        self.M = m
        self.N = n

    def kernel(self, alpha: float, A: list, B: list):
        for i in range(self.M):
            for j in range(self.N):
                for k in range(i + 1, self.M):
                    B[self.N * i + j] += A[self.M * k + i] * B[self.N * k + j]
                B[self.N * i + j] = alpha * B[self.N * i + j]


def kernel_trmm(m: int, n: int, alpha: float, A: list[float], B: list[float]):
    for i in range(m):
        for j in range(n):
            for k in range(i + 1, m):
                B[n * i + j] += A[m * k + i] * B[n * k + j]
            B[n * i + j] = alpha * B[n * i + j]
