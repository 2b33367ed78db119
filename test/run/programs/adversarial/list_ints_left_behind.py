"""The last element stays an int, all others become floats."""

ARGUMENTS = "n a:n"


def kernel(n: int, a: list):
    for i in range(n):
        a[i] = i
    for i in range(n - 1):
        a[i] = a[i] * 0.5
