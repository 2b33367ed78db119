"""cholesky on flattened lists. Cholesky factor of a positive definite matrix, in its lower triangle."""

from math import sqrt


class Cholesky:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, n: int):
        self.N = n

    def kernel(self, A: list):
        for i in range(self.N):
            for j in range(i):
                for k in range(j):
                    A[self.N * i + j] -= A[self.N * i + k] * A[self.N * j + k]
                A[self.N * i + j] /= A[self.N * j + j]
            for k in range(i):
                A[self.N * i + i] -= A[self.N * i + k] * A[self.N * i + k]
            A[self.N * i + i] = sqrt(A[self.N * i + i])


def kernel_cholesky(n: int, A: list[float]):
    for i in range(n):
        for j in range(i):
            for k in range(j):
                A[n * i + j] -= A[n * i + k] * A[n * j + k]
            A[n * i + j] /= A[n * j + j]
        for k in range(i):
            A[n * i + i] -= A[n * i + k] * A[n * i + k]
        A[n * i + i] = sqrt(A[n * i + i])
