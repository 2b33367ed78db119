"""A negated comparison with NaN is true."""

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: list, b: list):
    for i in range(n):
        b[i] = 1.0 if not (a[i] <= b[i]) else 0.0
