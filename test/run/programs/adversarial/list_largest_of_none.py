"""The largest of no elements raises, the sum of none is the int 0."""

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: list, b: list):
    t = sum(a)
    for i in range(n):
        b[i] = b[i] * 2.0
    return t, max(a), min(b)
