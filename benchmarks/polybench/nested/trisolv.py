"""trisolv on nested lists. A system with a lower triangular matrix, by forward substitution."""


class Trisolv:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, n: int):
        self.N = n

    def kernel(self, L: list, x: list, b: list):
        for i in range(self.N):
            x[i] = b[i]
            for j in range(i):
                x[i] -= L[i][j] * x[j]
            x[i] = x[i] / L[i][i]


def kernel_trisolv(n: int, L: list[list[float]], x: list[float], b: list[float]):
    for i in range(n):
        x[i] = b[i]
        for j in range(i):
            x[i] -= L[i][j] * x[j]
        x[i] = x[i] / L[i][i]
