"""Every iteration stores into one cell."""

ARGUMENTS = "n m A:n,m x:n"


def kernel(n: int, m: int, A: list, x: list):
    for i in range(n):
        for j in range(m):
            x[0] = A[i][j]
