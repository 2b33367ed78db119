"""A triangle cut out of a rectangle, from a transposed read."""

ARGUMENTS = "n m A:n,m B:m,n"


def kernel(n: int, m: int, A: list, B: list):
    for i in range(n):
        for j in range(i, m):
            A[i][j] = B[j][i] * 2.0
