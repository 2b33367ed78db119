"""seidel-2d on flattened lists. Gauss and Seidel's iteration with nine points in the plane."""


class Seidel2d:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, tsteps: int, n: int):
        self.TSTEPS = tsteps
        self.N = n

    def kernel(self, A: list):
        for t in range(self.TSTEPS):
            for i in range(1, self.N - 1):
                for j in range(1, self.N - 1):
                    A[self.N * i + j] = (
                        A[self.N * (i - 1) + j - 1]
                        + A[self.N * (i - 1) + j]
                        + A[self.N * (i - 1) + j + 1]
                        + A[self.N * i + j - 1]
                        + A[self.N * i + j]
                        + A[self.N * i + j + 1]
                        + A[self.N * (i + 1) + j - 1]
                        + A[self.N * (i + 1) + j]
                        + A[self.N * (i + 1) + j + 1]
                    ) / 9.0


def kernel_seidel_2d(tsteps: int, n: int, A: list[float]):
    for t in range(tsteps):
        for i in range(1, n - 1):
            for j in range(1, n - 1):
                A[n * i + j] = (
                    A[n * (i - 1) + j - 1]
                    + A[n * (i - 1) + j]
                    + A[n * (i - 1) + j + 1]
                    + A[n * i + j - 1]
                    + A[n * i + j]
                    + A[n * i + j + 1]
                    + A[n * (i + 1) + j - 1]
                    + A[n * (i + 1) + j]
                    + A[n * (i + 1) + j + 1]
                ) / 9.0
