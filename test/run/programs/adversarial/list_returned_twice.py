"""One list is returned under two names."""

ARGUMENTS = "n a:n"


def kernel(n: int, a: list):
    t = [0.0] * n
    for i in range(n):
        t[i] = a[i] * 2.0
    return t, t
