"""nussinov on nested lists. The most base pairs in a folded RNA strand, by dynamic programming."""


def match(b1: int, b2: int) -> float:
    """1 where two bases pair, else 0."""
    return 1.0 if b1 + b2 == 3 else 0.0


class Nussinov:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, n: int):
        self.N = n

    def kernel(self, seq: list, table: list):
        for i in range(self.N - 1, -1, -1):
            for j in range(i + 1, self.N):
                table[i][j] = max(table[i][j], table[i][j - 1])
                if i + 1 < self.N:
                    table[i][j] = max(table[i][j], table[i + 1][j])
                    if i < j - 1:
                        table[i][j] = max(table[i][j], table[i + 1][j - 1] + match(seq[i], seq[j]))
                    else:
                        table[i][j] = max(table[i][j], table[i + 1][j - 1])
                for k in range(i + 1, j):
                    table[i][j] = max(table[i][j], table[i][k] + table[k + 1][j])


def kernel_nussinov(n: int, seq: list[int], table: list[list[float]]):
    for i in range(n - 1, -1, -1):
        for j in range(i + 1, n):
            table[i][j] = max(table[i][j], table[i][j - 1])
            if i + 1 < n:
                table[i][j] = max(table[i][j], table[i + 1][j])
                if i < j - 1:
                    table[i][j] = max(table[i][j], table[i + 1][j - 1] + match(seq[i], seq[j]))
                else:
                    table[i][j] = max(table[i][j], table[i + 1][j - 1])
            for k in range(i + 1, j):
                table[i][j] = max(table[i][j], table[i][k] + table[k + 1][j])
