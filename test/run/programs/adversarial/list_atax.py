"""A vector of results is an operand in the same nest."""

ARGUMENTS = "n m A:m,n x:n y:n tmp:m"


def kernel(n: int, m: int, A: list, x: list, y: list, tmp: list):
    for i in range(n):
        y[i] = 0.0
    for i in range(m):
        tmp[i] = 0.0
        for j in range(n):
            tmp[i] = tmp[i] + A[i][j] * x[j]
        for j in range(n):
            y[j] = y[j] + A[i][j] * tmp[i]
