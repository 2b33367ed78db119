"""A descending loop in steps of three starts at the last element."""

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: list, b: list):
    for i in range(n-1, -1, -3):
        a[i] = b[i] * 2.0
