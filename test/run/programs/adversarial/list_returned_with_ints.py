"""The diagonal of the matrix that is returned holds ints."""

ARGUMENTS = "n a:n,n"


def kernel(n: int, a: list):
    t = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for j in range(n):
            t[i][j] = 2.0 * a[j][i]
        t[i][i] = 0
    return t
