"""The first row is zero after its own iteration."""

ARGUMENTS = "n m A:n,m"


def kernel(n: int, m: int, A: list):
    for i in range(n):
        for j in range(m):
            A[i][j] = A[i][j] - A[0][j]
