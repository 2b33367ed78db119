"""ludcmp on nested lists. A linear system solved by LU decomposition and two substitutions."""


class Ludcmp:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, n: int):
        self.N = n

    def kernel(self, A: list, b: list, x: list, y: list):
        for i in range(self.N):
            for j in range(i):
                w = A[i][j]
                for k in range(j):
                    w -= A[i][k] * A[k][j]
                A[i][j] = w / A[j][j]
            for j in range(i, self.N):
                w = A[i][j]
                for k in range(i):
                    w -= A[i][k] * A[k][j]
                A[i][j] = w
        for i in range(self.N):
            w = b[i]
            for j in range(i):
                w -= A[i][j] * y[j]
            y[i] = w
        for i in range(self.N - 1, -1, -1):
            w = y[i]
            for j in range(i + 1, self.N):
                w -= A[i][j] * x[j]
            x[i] = w / A[i][i]


def kernel_ludcmp(n: int, A: list[list[float]], b: list[float], x: list[float], y: list[float]):
    for i in range(n):
        for j in range(i):
            w = A[i][j]
            for k in range(j):
                w -= A[i][k] * A[k][j]
            A[i][j] = w / A[j][j]
        for j in range(i, n):
            w = A[i][j]
            for k in range(i):
                w -= A[i][k] * A[k][j]
            A[i][j] = w
    for i in range(n):
        w = b[i]
        for j in range(i):
            w -= A[i][j] * y[j]
        y[i] = w
    for i in range(n - 1, -1, -1):
        w = y[i]
        for j in range(i + 1, n):
            w -= A[i][j] * x[j]
        x[i] = w / A[i][i]
