"""Gaussian elimination in place."""

ARGUMENTS = "n A:n,n@spd"


def kernel(n: int, A: list):
    for i in range(n):
        for j in range(i):
            for k in range(j):
                A[i][j] -= A[i][k] * A[k][j]
            A[i][j] /= A[j][j]
        for j in range(i, n):
            for k in range(i):
                A[i][j] -= A[i][k] * A[k][j]
