"""b[i-1] wraps to the last element at i = 0."""

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: list, b: list):
    for i in range(n):
        a[i] = b[i-1]
