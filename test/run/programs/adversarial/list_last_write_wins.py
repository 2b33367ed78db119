"""Only the last column is seen in the end."""

ARGUMENTS = "n m A:n,m x:n"


def kernel(n: int, m: int, A: list, x: list):
    for j in range(m):
        for i in range(n):
            x[i] = A[i][j] * 2.0
