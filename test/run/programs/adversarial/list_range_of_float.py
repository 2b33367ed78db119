"""A float as the end of a range raises, after something was written."""

ARGUMENTS = "n s=2.0 a:n"


def kernel(n: int, s: float, a: list):
    for i in range(n):
        a[i] = a[i] * 2.0
    for i in range(s):
        a[i] = 0.0
