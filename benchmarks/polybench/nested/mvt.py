"""mvt on nested lists. A matrix and its transpose times two vectors, added to two others."""


class Mvt:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, n: int):
        self.N = n

    def kernel(self, x1: list, x2: list, y_1: list, y_2: list, A: list):
        for i in range(self.N):
            for j in range(self.N):
                x1[i] = x1[i] + A[i][j] * y_1[j]
        for i in range(self.N):
            for j in range(self.N):
                x2[i] = x2[i] + A[j][i] * y_2[j]


def kernel_mvt(
    n: int,
    x1: list[float],
    x2: list[float],
    y_1: list[float],
    y_2: list[float],
    A: list[list[float]],
):
    for i in range(n):
        for j in range(n):
            x1[i] = x1[i] + A[i][j] * y_1[j]
    for i in range(n):
        for j in range(n):
            x2[i] = x2[i] + A[j][i] * y_2[j]
