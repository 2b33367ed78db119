"""Two to the right in the row above: no wave of one or two steps per row carries that."""

ARGUMENTS = "n m a:n,m"


def kernel(n: int, m: int, a: list[list[float]]):
    for i in range(1, n):
        for j in range(1, m - 2):
            a[i][j] = 0.5 * a[i - 1][j + 2] + 0.25 * a[i][j - 1]
