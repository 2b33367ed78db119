"""A scalar that keeps its last value that qualified."""

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: list, b: list):
    t = 0.0
    for i in range(n):
        if a[i] > 0.0:
            t = a[i]
        b[i] = t
