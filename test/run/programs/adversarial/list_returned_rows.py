"""A matrix of lists is made, filled and returned."""

ARGUMENTS = "n m k a:n,k b:k,m"


def kernel(n: int, m: int, k: int, a: list, b: list):
    c = [[0.0] * m for _ in range(n)]
    for i in range(n):
        for j in range(m):
            for p in range(k):
                c[i][j] += a[i][p] * b[p][j]
    return c
