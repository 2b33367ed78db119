"""syr2k on flattened lists. The symmetric rank-2k update of BLAS, lower triangle: C := alpha*A*B^T + alpha*B*A^T + beta*C."""


class Syr2k:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, n: int, m: int):
        self.N = n
        self.M = m

    def kernel(self, alpha: float, beta: float, C: list, A: list, B: list):
        for i in range(self.N):
            for j in range(i + 1):
                C[self.N * i + j] *= beta
            for k in range(self.M):
                for j in range(i + 1):
                    C[self.N * i + j] += (
                        A[self.M * j + k] * alpha * B[self.M * i + k]
                        + B[self.M * j + k] * alpha * A[self.M * i + k]
                    )


def kernel_syr2k(n: int, m: int, alpha: float, beta: float, C: list[float], A: list[float], B: list[float]):
    for i in range(n):
        for j in range(i + 1):
            C[n * i + j] *= beta
        for k in range(m):
            for j in range(i + 1):
                C[n * i + j] += A[m * j + k] * alpha * B[m * i + k] + B[m * j + k] * alpha * A[m * i + k]
