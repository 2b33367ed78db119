"""lu on nested lists. LU decomposition without pivoting, in place."""


class Lu:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, n: int):
        self.N = n

    def kernel(self, A: list):
        for i in range(self.N):
            for j in range(i):
                for k in range(j):
                    A[i][j] -= A[i][k] * A[k][j]
                A[i][j] /= A[j][j]
            for j in range(i, self.N):
                for k in range(i):
                    A[i][j] -= A[i][k] * A[k][j]


def kernel_lu(n: int, A: list[list[float]]):
    for i in range(n):
        for j in range(i):
            for k in range(j):
                A[i][j] -= A[i][k] * A[k][j]
            A[i][j] /= A[j][j]
        for j in range(i, n):
            for k in range(i):
                A[i][j] -= A[i][k] * A[k][j]
