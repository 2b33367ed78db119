"""One of two stores, chosen by the data."""

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: list, b: list):
    for i in range(n):
        if a[i] > 0.0:
            b[i] = a[i]
        else:
            b[i] = -a[i]
