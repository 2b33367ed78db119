"""The cell above and to the right is of the wave before only where a row is two steps."""

ARGUMENTS = "n m a:n,m w=0.25"


def kernel(n: int, m: int, a: list[list[float]], w: float):
    for row in range(1, n):
        for column in range(2, m - 1):
            a[row][column] = w * (a[row - 1][column + 1] + a[row][column - 2] + a[row - 1][column] - a[row][column])
