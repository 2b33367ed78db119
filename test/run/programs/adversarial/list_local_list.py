"""A list made inside the kernel is returned."""

ARGUMENTS = "n a:n"


def kernel(n: int, a: list):
    t = [0.0] * n
    for i in range(n):
        t[i] = a[i] * 2.0
    for i in range(n):
        a[i] = t[n-1-i]
    return t
