"""a[2] changes midway."""

ARGUMENTS = "n a:n"


def kernel(n: int, a: list):
    for i in range(n):
        a[i] = a[i] - a[2]
