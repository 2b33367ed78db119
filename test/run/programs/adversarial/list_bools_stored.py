"""A comparison that is stored is a bool."""

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: list, b: list):
    for i in range(n):
        b[i] = a[i] > 0.0
