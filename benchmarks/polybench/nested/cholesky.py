"""cholesky on nested lists. Cholesky factor of a positive definite matrix, in its lower triangle."""

from math import sqrt


class Cholesky:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, n: int):
        self.N = n

    def kernel(self, A: list):
        for i in range(self.N):
            for j in range(i):
                for k in range(j):
                    A[i][j] -= A[i][k] * A[j][k]
                A[i][j] /= A[j][j]
            for k in range(i):
                A[i][i] -= A[i][k] * A[i][k]
            A[i][i] = sqrt(A[i][i])


def kernel_cholesky(n: int, A: list[list[float]]):
    for i in range(n):
        for j in range(i):
            for k in range(j):
                A[i][j] -= A[i][k] * A[j][k]
            A[i][j] /= A[j][j]
        for k in range(i):
            A[i][i] -= A[i][k] * A[i][k]
        A[i][i] = sqrt(A[i][i])
