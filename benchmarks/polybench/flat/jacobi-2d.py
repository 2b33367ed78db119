"""jacobi-2d on flattened lists. Jacobi's iteration with five points in the plane."""


class Jacobi2d:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, tsteps: int, n: int):
        self.TSTEPS = tsteps
        self.N = n

    def kernel(self, A: list, B: list):
        for t in range(self.TSTEPS):
            for i in range(1, self.N - 1):
                for j in range(1, self.N - 1):
                    B[self.N * i + j] = 0.2 * (
                        A[self.N * i + j]
                        + A[self.N * i + j - 1]
                        + A[self.N * i + j + 1]
                        + A[self.N * (i + 1) + j]
                        + A[self.N * (i - 1) + j]
                    )
            for i in range(1, self.N - 1):
                for j in range(1, self.N - 1):
                    A[self.N * i + j] = 0.2 * (
                        B[self.N * i + j]
                        + B[self.N * i + j - 1]
                        + B[self.N * i + j + 1]
                        + B[self.N * (i + 1) + j]
                        + B[self.N * (i - 1) + j]
                    )


def kernel_jacobi_2d(tsteps: int, n: int, A: list[float], B: list[float]):
    for t in range(tsteps):
        for i in range(1, n - 1):
            for j in range(1, n - 1):
                B[n * i + j] = 0.2 * (
                    A[n * i + j]
                    + A[n * i + j - 1]
                    + A[n * i + j + 1]
                    + A[n * (i + 1) + j]
                    + A[n * (i - 1) + j]
                )
        for i in range(1, n - 1):
            for j in range(1, n - 1):
                A[n * i + j] = 0.2 * (
                    B[n * i + j]
                    + B[n * i + j - 1]
                    + B[n * i + j + 1]
                    + B[n * (i + 1) + j]
                    + B[n * (i - 1) + j]
                )
