"""Repeated division is no sum, and zero divisors raise midway."""

ARGUMENTS = "n m A:n,m x:n"


def kernel(n: int, m: int, A: list, x: list):
    for i in range(n):
        for j in range(m):
            x[i] /= A[i][j]
