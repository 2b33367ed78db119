"""np is a number of the module."""

ARGUMENTS = "n a:n"
np = 5.0


def kernel(n: int, a: list):
    for i in range(n):
        a[i] = a[i] * np
