"""The loop variable and a temporary are read afterwards, unbound for zero trips."""

ARGUMENTS = "n a:n"


def kernel(n: int, a: list):
    for i in range(n):
        t = a[i] * 2.0
        a[i] = t + 1.0
    return i, t
