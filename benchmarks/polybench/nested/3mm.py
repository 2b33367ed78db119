"""3mm on nested lists. Three products: G := (A*B)*(C*D)."""


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
                E[i][j] = 0.0
                for k in range(self.NK):
                    E[i][j] += A[i][k] * B[k][j]
        for i in range(self.NJ):
            for j in range(self.NL):
                F[i][j] = 0.0
                for k in range(self.NM):
                    F[i][j] += C[i][k] * D[k][j]
        for i in range(self.NI):
            for j in range(self.NL):
                G[i][j] = 0.0
                for k in range(self.NJ):
                    G[i][j] += E[i][k] * F[k][j]


def kernel_3mm(
    ni: int,
    nj: int,
    nk: int,
    nl: int,
    nm: int,
    E: list[list[float]],
    A: list[list[float]],
    B: list[list[float]],
    F: list[list[float]],
    C: list[list[float]],
    D: list[list[float]],
    G: list[list[float]],
):
    for i in range(ni):
        for j in range(nj):
            E[i][j] = 0.0
            for k in range(nk):
                E[i][j] += A[i][k] * B[k][j]
    for i in range(nj):
        for j in range(nl):
            F[i][j] = 0.0
            for k in range(nm):
                F[i][j] += C[i][k] * D[k][j]
    for i in range(ni):
        for j in range(nl):
            G[i][j] = 0.0
            for k in range(nj):
                G[i][j] += E[i][k] * F[k][j]
