"""Sums along a strict triangle, empty for the last row."""

ARGUMENTS = "n A:n,n x:n"


def kernel(n: int, A: list, x: list):
    for i in range(n):
        x[i] = 0.0
        for j in range(i+1, n):
            x[i] += A[i][j]
