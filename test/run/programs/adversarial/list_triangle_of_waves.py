"""A triangle in which both loops carry dependences."""

ARGUMENTS = "n a:n,n"


def kernel(n: int, a: list[list[float]]):
    for i in range(1, n):
        for j in range(1, i):
            a[i][j] = 0.5 * (a[i - 1][j] + a[i][j - 1]) + 0.125 * a[i - 1][j - 1]
