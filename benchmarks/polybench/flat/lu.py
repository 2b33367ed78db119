"""lu on flattened lists. LU decomposition without pivoting, in place."""


class Lu:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, n: int):
        self.N = n

    def kernel(self, A: list):
        for i in range(self.N):
            for j in range(i):
                for k in range(j):
                    A[self.N * i + j] -= A[self.N * i + k] * A[self.N * k + j]
                A[self.N * i + j] /= A[self.N * j + j]
            for j in range(i, self.N):
                for k in range(i):
                    A[self.N * i + j] -= A[self.N * i + k] * A[self.N * k + j]


def kernel_lu(n: int, A: list[float]):
    for i in range(n):
        for j in range(i):
            for k in range(j):
                A[n * i + j] -= A[n * i + k] * A[n * k + j]
            A[n * i + j] /= A[n * j + j]
        for j in range(i, n):
            for k in range(i):
                A[n * i + j] -= A[n * i + k] * A[n * k + j]
