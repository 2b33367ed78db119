"""doitgen on flattened lists. A matrix applied to every row of a cube, as in multiresolution analysis."""


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
                        sums[p] += A[self.NP * (self.NQ * r + q) + s] * C4[self.NP * s + p]
                for p in range(self.NP):
                    A[self.NP * (self.NQ * r + q) + p] = sums[p]


def kernel_doitgen(nr: int, nq: int, n_p: int, A: list[float], C4: list[float], sums: list[float]):
    for r in range(nr):
        for q in range(nq):
            for p in range(n_p):
                sums[p] = 0.0
                for s in range(n_p):
                    sums[p] += A[n_p * (nq * r + q) + s] * C4[n_p * s + p]
            for p in range(n_p):
                A[n_p * (nq * r + q) + p] = sums[p]
