"""2mm on flattened lists. Two products in a row: D := alpha*A*B*C + beta*D."""


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
                tmp[self.NJ * i + j] = 0.0
                for k in range(self.NK):
                    tmp[self.NJ * i + j] += alpha * A[self.NK * i + k] * B[self.NJ * k + j]
        for i in range(self.NI):
            for j in range(self.NL):
                D[self.NL * i + j] *= beta
                for k in range(self.NJ):
                    D[self.NL * i + j] += tmp[self.NJ * i + k] * C[self.NL * k + j]


def kernel_2mm(
    ni: int,
    nj: int,
    nk: int,
    nl: int,
    alpha: float,
    beta: float,
    tmp: list[float],
    A: list[float],
    B: list[float],
    C: list[float],
    D: list[float],
):
    for i in range(ni):
        for j in range(nj):
            tmp[nj * i + j] = 0.0
            for k in range(nk):
                tmp[nj * i + j] += alpha * A[nk * i + k] * B[nj * k + j]
    for i in range(ni):
        for j in range(nl):
            D[nl * i + j] *= beta
            for k in range(nj):
                D[nl * i + j] += tmp[nj * i + k] * C[nl * k + j]
