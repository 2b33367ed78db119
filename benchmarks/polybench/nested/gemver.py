"""gemver on nested lists. Two rank-1 updates of a matrix, then two products with vectors."""


class Gemver:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, n: int):
        self.N = n

    def kernel(
        self,
        alpha: float,
        beta: float,
        A: list,
        u1: list,
        v1: list,
        u2: list,
        v2: list,
        w: list,
        x: list,
        y: list,
        z: list,
    ):
        for i in range(self.N):
            for j in range(self.N):
                A[i][j] = A[i][j] + u1[i] * v1[j] + u2[i] * v2[j]
        for i in range(self.N):
            for j in range(self.N):
                x[i] = x[i] + beta * A[j][i] * y[j]
        for i in range(self.N):
            x[i] = x[i] + z[i]
        for i in range(self.N):
            for j in range(self.N):
                w[i] = w[i] + alpha * A[i][j] * x[j]


def kernel_gemver(
    n: int,
    alpha: float,
    beta: float,
    A: list[list[float]],
    u1: list[float],
    v1: list[float],
    u2: list[float],
    v2: list[float],
    w: list[float],
    x: list[float],
    y: list[float],
    z: list[float],
):
    for i in range(n):
        for j in range(n):
            A[i][j] = A[i][j] + u1[i] * v1[j] + u2[i] * v2[j]
    for i in range(n):
        for j in range(n):
            x[i] = x[i] + beta * A[j][i] * y[j]
    for i in range(n):
        x[i] = x[i] + z[i]
    for i in range(n):
        for j in range(n):
            w[i] = w[i] + alpha * A[i][j] * x[j]
