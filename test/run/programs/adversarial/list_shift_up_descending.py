"""Descending, a[i] = a[i-1] shifts instead of propagating."""

ARGUMENTS = "n a:n"


def kernel(n: int, a: list):
    for i in range(n-1, 0, -1):
        a[i] = a[i-1]
