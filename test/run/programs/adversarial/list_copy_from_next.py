"""a[i] = a[i+1] shifts; a negative size must not become a slice that wraps."""

ARGUMENTS = "n a:n"


def kernel(n: int, a: list):
    for i in range(0, n-1):
        a[i] = a[i+1]
