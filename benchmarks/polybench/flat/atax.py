"""atax on flattened lists. A matrix and its transpose times a vector: y := A^T*(A*x)."""


class Atax:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, m: int, n: int):
        self.M = m
        self.N = n

    def kernel(self, A: list, x: list, y: list, tmp: list):
        for i in range(self.N):
            y[i] = 0.0
        for i in range(self.M):
            tmp[i] = 0.0
            for j in range(self.N):
                tmp[i] += A[self.N * i + j] * x[j]
            for j in range(self.N):
                y[j] += A[self.N * i + j] * tmp[i]


def kernel_atax(m: int, n: int, A: list[float], x: list[float], y: list[float], tmp: list[float]):
    for i in range(n):
        y[i] = 0.0
    for i in range(m):
        tmp[i] = 0.0
        for j in range(n):
            tmp[i] += A[n * i + j] * x[j]
        for j in range(n):
            y[j] += A[n * i + j] * tmp[i]
