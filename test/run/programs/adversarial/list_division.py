"""A zero divisor raises after the elements before it were written."""

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: list, b: list):
    for i in range(n):
        a[i] = a[i] / b[i]
