"""gemm on nested lists. The matrix product of BLAS: C := alpha*A*B + beta*C."""


class Gemm:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, ni: int, nj: int, nk: int):
        self.NI = ni
        self.NJ = nj
        self.NK = nk

    def kernel(self, alpha: float, beta: float, C: list, A: list, B: list):
        for i in range(self.NI):
            for j in range(self.NJ):
                C[i][j] *= beta
            for k in range(self.NK):
                for j in range(self.NJ):
                    C[i][j] += alpha * A[i][k] * B[k][j]


def kernel_gemm(
    ni: int,
    nj: int,
    nk: int,
    alpha: float,
    beta: float,
    C: list[list[float]],
    A: list[list[float]],
    B: list[list[float]],
):
    for i in range(ni):
        for j in range(nj):
            C[i][j] *= beta
        for k in range(nk):
            for j in range(nj):
                C[i][j] += alpha * A[i][k] * B[k][j]
