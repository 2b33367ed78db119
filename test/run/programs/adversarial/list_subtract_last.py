"""a[-1] changes in the last iteration only."""

ARGUMENTS = "n a:n"


def kernel(n: int, a: list):
    for i in range(n):
        a[i] = a[i] - a[-1]
