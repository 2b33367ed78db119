"""np is a local number."""

ARGUMENTS = "n a:n"


def kernel(n: int, a: list):
    np = 3.0
    for i in range(n):
        a[i] = a[i] * np
