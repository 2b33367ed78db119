"""Descending, a[i] = a[i+1] propagates the last element."""

ARGUMENTS = "n a:n"


def kernel(n: int, a: list):
    for i in range(n-2, -1, -1):
        a[i] = a[i+1]
