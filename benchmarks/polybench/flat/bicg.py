"""bicg on flattened lists. The two products of a step of biconjugate gradients: s := A^T*r, q := A*p."""


class Bicg:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, m: int, n: int):
        self.M = m
        self.N = n

    def kernel(self, A: list, s: list, q: list, p: list, r: list):
        for i in range(self.M):
            s[i] = 0.0
        for i in range(self.N):
            q[i] = 0.0
            for j in range(self.M):
                s[j] += r[i] * A[self.M * i + j]
                q[i] += A[self.M * i + j] * p[j]


def kernel_bicg(
    m: int,
    n: int,
    A: list[float],
    s: list[float],
    q: list[float],
    p: list[float],
    r: list[float],
):
    for i in range(m):
        s[i] = 0.0
    for i in range(n):
        q[i] = 0.0
        for j in range(m):
            s[j] += r[i] * A[m * i + j]
            q[i] += A[m * i + j] * p[j]
