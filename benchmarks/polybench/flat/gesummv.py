"""gesummv on flattened lists. The sum of two products of a matrix and a vector: y := alpha*A*x + beta*B*x."""


class Gesummv:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, n: int):
        self.N = n

    def kernel(self, alpha: float, beta: float, A: list, B: list, tmp: list, x: list, y: list):
        for i in range(self.N):
            tmp[i] = 0.0
            y[i] = 0.0
            for j in range(self.N):
                tmp[i] = A[self.N * i + j] * x[j] + tmp[i]
                y[i] = B[self.N * i + j] * x[j] + y[i]
            y[i] = alpha * tmp[i] + beta * y[i]


def kernel_gesummv(
    n: int,
    alpha: float,
    beta: float,
    A: list[float],
    B: list[float],
    tmp: list[float],
    x: list[float],
    y: list[float],
):
    for i in range(n):
        tmp[i] = 0.0
        y[i] = 0.0
        for j in range(n):
            tmp[i] = A[n * i + j] * x[j] + tmp[i]
            y[i] = B[n * i + j] * x[j] + y[i]
        y[i] = alpha * tmp[i] + beta * y[i]
