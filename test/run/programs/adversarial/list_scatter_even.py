"""Writes at even places."""

ARGUMENTS = "n a:2*n b:n"


def kernel(n: int, a: list, b: list):
    for i in range(n):
        a[2*i] = b[i]
