"""The antidiagonal is no slice."""

ARGUMENTS = "n A:n,n x:n"


def kernel(n: int, A: list, x: list):
    for i in range(n):
        A[i][n-1-i] = x[i]
