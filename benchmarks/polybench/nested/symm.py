"""symm on nested lists. The product with a symmetric matrix of BLAS, which reads its lower triangle: C := alpha*A*B + beta*C."""


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
                    C[k][j] += alpha * B[i][j] * A[i][k]
                    temp2 += B[k][j] * A[i][k]
                C[i][j] = beta * C[i][j] + alpha * B[i][j] * A[i][i] + alpha * temp2


def kernel_symm(
    m: int,
    n: int,
    alpha: float,
    beta: float,
    C: list[list[float]],
    A: list[list[float]],
    B: list[list[float]],
):
    for i in range(m):
        for j in range(n):
            temp2 = 0.0
            for k in range(i):
                C[k][j] += alpha * B[i][j] * A[i][k]
                temp2 += B[k][j] * A[i][k]
            C[i][j] = beta * C[i][j] + alpha * B[i][j] * A[i][i] + alpha * temp2
