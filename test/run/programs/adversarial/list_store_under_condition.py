"""A conditional store and a read of what it may have stored."""

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: list, b: list):
    for i in range(n):
        if a[i] > 0.0:
            b[i] = a[i] * 2.0
        a[i] = b[i]
