"""The exception comes midway: one array is ahead of the other."""

ARGUMENTS = "n a:n b:n c:n"


def kernel(n: int, a: list, b: list, c: list):
    for i in range(n):
        a[i] = a[i] * 2.0
        c[i] = 1.0 / b[i]
