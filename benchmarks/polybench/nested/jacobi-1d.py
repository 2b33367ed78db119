"""jacobi-1d on nested lists. Jacobi's iteration with three points on a line."""


class Jacobi1d:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, tsteps: int, n: int):
        self.TSTEPS = tsteps
        self.N = n

    def kernel(self, A: list, B: list):
        for t in range(self.TSTEPS):
            for i in range(1, self.N - 1):
                B[i] = 0.33333 * (A[i - 1] + A[i] + A[i + 1])
            for i in range(1, self.N - 1):
                A[i] = 0.33333 * (B[i - 1] + B[i] + B[i + 1])


def kernel_jacobi_1d(tsteps: int, n: int, A: list[float], B: list[float]):
    for t in range(tsteps):
        for i in range(1, n - 1):
            B[i] = 0.33333 * (A[i - 1] + A[i] + A[i + 1])
        for i in range(1, n - 1):
            A[i] = 0.33333 * (B[i - 1] + B[i] + B[i + 1])
