"""Masked zeros times Inf would be NaN."""

ARGUMENTS = "n A:n,n x:n y:n"


def kernel(n: int, A: list, x: list, y: list):
    for i in range(n):
        for j in range(i):
            y[i] += A[i][j] * x[j]
