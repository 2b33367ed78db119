"""Ints among floats give floats."""

ARGUMENTS = "n a:n"


def kernel(n: int, a: list):
    for i in range(n):
        a[i] = 2 * a[i] + n
