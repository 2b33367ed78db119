"""a[0] is 1 after the first iteration."""

ARGUMENTS = "n a:n"


def kernel(n: int, a: list):
    for i in range(n):
        a[i] = a[i] / a[0]
