"""symm on flattened lists. The product with a symmetric matrix of BLAS, which reads its lower triangle: C := alpha*A*B + beta*C."""


class Symm:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, m: int, n: int):
        self.M = m
        self.N = n

    def kernel(self, alpha: float, beta: float, C: list, A: list, B: list):
        for i in range(self.M):
            for j in range(self.N):
                temp2 = 0.0
                for k in range(i):
                    C[self.N * k + j] += alpha * B[self.N * i + j] * A[self.M * i + k]
                    temp2 += B[self.N * k + j] * A[self.M * i + k]
                C[self.N * i + j] = (
                    beta * C[self.N * i + j] + alpha * B[self.N * i + j] * A[self.M * i + i] + alpha * temp2
                )


def kernel_symm(m: int, n: int, alpha: float, beta: float, C: list[float], A: list[float], B: list[float]):
    for i in range(m):
        for j in range(n):
            temp2 = 0.0
            for k in range(i):
                C[n * k + j] += alpha * B[n * i + j] * A[m * i + k]
                temp2 += B[n * k + j] * A[m * i + k]
            C[n * i + j] = beta * C[n * i + j] + alpha * B[n * i + j] * A[m * i + i] + alpha * temp2
