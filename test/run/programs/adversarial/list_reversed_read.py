"""b[n-1-i] is a reversed slice, whose end must not wrap for size 0."""

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: list, b: list):
    for i in range(n):
        a[i] = b[n-1-i]
