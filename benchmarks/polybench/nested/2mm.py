"""2mm on nested lists. Two products in a row: D := alpha*A*B*C + beta*D."""


class TwoMm:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, ni: int, nj: int, nk: int, nl: int):
        self.NI = ni
        self.NJ = nj
        self.NK = nk
        self.NL = nl

    def kernel(self, alpha: float, beta: float, tmp: list, A: list, B: list, C: list, D: list):
        for i in range(self.NI):
            for j in range(self.NJ):
                tmp[i][j] = 0.0
                for k in range(self.NK):
                    tmp[i][j] += alpha * A[i][k] * B[k][j]
        for i in range(self.NI):
            for j in range(self.NL):
                D[i][j] *= beta
                for k in range(self.NJ):
                    D[i][j] += tmp[i][k] * C[k][j]


def kernel_2mm(
    ni: int,
    nj: int,
    nk: int,
    nl: int,
    alpha: float,
    beta: float,
    tmp: list[list[float]],
    A: list[list[float]],
    B: list[list[float]],
    C: list[list[float]],
    D: list[list[float]],
):
    for i in range(ni):
        for j in range(nj):
            tmp[i][j] = 0.0
            for k in range(nk):
                tmp[i][j] += alpha * A[i][k] * B[k][j]
    for i in range(ni):
        for j in range(nl):
            D[i][j] *= beta
            for k in range(nj):
                D[i][j] += tmp[i][k] * C[k][j]
