"""3mm on flattened lists. Three products: G := (A*B)*(C*D)."""


class ThreeMm:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, ni: int, nj: int, nk: int, nl: int, nm: int):
        self.NI = ni
        self.NJ = nj
        self.NK = nk
        self.NL = nl
        self.NM = nm

    def kernel(self, E: list, A: list, B: list, F: list, C: list, D: list, G: list):
        for i in range(self.NI):
            for j in range(self.NJ):
                E[self.NJ * i + j] = 0.0
                for k in range(self.NK):
                    E[self.NJ * i + j] += A[self.NK * i + k] * B[self.NJ * k + j]
        for i in range(self.NJ):
            for j in range(self.NL):
                F[self.NL * i + j] = 0.0
                for k in range(self.NM):
                    F[self.NL * i + j] += C[self.NM * i + k] * D[self.NL * k + j]
        for i in range(self.NI):
            for j in range(self.NL):
                G[self.NL * i + j] = 0.0
                for k in range(self.NJ):
                    G[self.NL * i + j] += E[self.NJ * i + k] * F[self.NL * k + j]


def kernel_3mm(
    ni: int,
    nj: int,
    nk: int,
    nl: int,
    nm: int,
    E: list[float],
    A: list[float],
    B: list[float],
    F: list[float],
    C: list[float],
    D: list[float],
    G: list[float],
):
    for i in range(ni):
        for j in range(nj):
            E[nj * i + j] = 0.0
            for k in range(nk):
                E[nj * i + j] += A[nk * i + k] * B[nj * k + j]
    for i in range(nj):
        for j in range(nl):
            F[nl * i + j] = 0.0
            for k in range(nm):
                F[nl * i + j] += C[nm * i + k] * D[nl * k + j]
    for i in range(ni):
        for j in range(nl):
            G[nl * i + j] = 0.0
            for k in range(nj):
                G[nl * i + j] += E[nj * i + k] * F[nl * k + j]
