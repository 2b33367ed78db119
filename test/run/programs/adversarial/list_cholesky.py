"""Row by row: each element needs those before it."""

from math import sqrt

ARGUMENTS = "n A:n,n@spd"


def kernel(n: int, A: list):
    for i in range(n):
        for j in range(i):
            for k in range(j):
                A[i][j] -= A[i][k] * A[j][k]
            A[i][j] /= A[j][j]
        for k in range(i):
            A[i][i] -= A[i][k] ** 2
        A[i][i] = sqrt(A[i][i])
