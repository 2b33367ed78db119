"""doitgen on nested lists. A matrix applied to every row of a cube, as in multiresolution analysis."""


class Doitgen:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, nr: int, nq: int, n_p: int):
        self.NR = nr
        self.NQ = nq
        self.NP = n_p

    def kernel(self, A: list, C4: list, sums: list):
        for r in range(self.NR):
            for q in range(self.NQ):
                for p in range(self.NP):
                    sums[p] = 0.0
                    for s in range(self.NP):
                        sums[p] += A[r][q][s] * C4[s][p]
                for p in range(self.NP):
                    A[r][q][p] = sums[p]


def kernel_doitgen(
    nr: int,
    nq: int,
    n_p: int,
    A: list[list[list[float]]],
    C4: list[list[float]],
    sums: list[float],
):
    for r in range(nr):
        for q in range(nq):
            for p in range(n_p):
                sums[p] = 0.0
                for s in range(n_p):
                    sums[p] += A[r][q][s] * C4[s][p]
            for p in range(n_p):
                A[r][q][p] = sums[p]
