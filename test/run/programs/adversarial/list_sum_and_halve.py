"""Two updates of one accumulator alternate."""

ARGUMENTS = "n m A:n,m x:n"


def kernel(n: int, m: int, A: list, x: list):
    for i in range(n):
        for j in range(m):
            x[i] = x[i] + A[i][j]
            x[i] = x[i] * 0.5
