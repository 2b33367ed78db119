"""Rows of a local list that are one list."""

ARGUMENTS = "n A:n,n"


def kernel(n: int, A: list):
    t = [[0.0] * n] * n
    for i in range(n):
        for j in range(n):
            t[i][j] += A[i][j]
    for i in range(n):
        for j in range(n):
            A[i][j] = t[i][j]
