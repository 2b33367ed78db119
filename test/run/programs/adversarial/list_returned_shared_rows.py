"""All rows of the matrix that is returned are one list."""

ARGUMENTS = "n m a:n,m"


def kernel(n: int, m: int, a: list):
    t = [[0.0] * m] * n
    for i in range(n):
        for j in range(m):
            t[i][j] += a[i][j]
    return t
