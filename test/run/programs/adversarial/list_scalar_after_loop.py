"""A scalar bound in a loop is read in the next one: its last value, or unbound for zero trips."""

ARGUMENTS = "n s=1.25 a:n b:n"


def kernel(n: int, s: float, a: list, b: list):
    for i in range(n):
        t = a[i] * s
    for i in range(n):
        b[i] = t
