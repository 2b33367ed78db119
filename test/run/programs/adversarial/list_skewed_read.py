"""A[i][j] = A[i-1][j+1]."""

ARGUMENTS = "n A:n,n"


def kernel(n: int, A: list):
    for i in range(1, n):
        for j in range(n-1):
            A[i][j] = A[i-1][j+1] * 0.5
