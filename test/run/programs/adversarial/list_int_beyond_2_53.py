"""Sums of ints are exact where those of floats are not."""

ARGUMENTS = "n a:n"


def kernel(n: int, a: list):
    for i in range(n):
        a[i] = a[i] + (9007199254740993 * (i + 1) - 9007199254740992 * (i + 1))
