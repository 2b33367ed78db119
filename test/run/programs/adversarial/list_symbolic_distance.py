"""a[i] = a[i-k]: the distance is known at run time only."""

ARGUMENTS = "n k a:n"


def kernel(n: int, k: int, a: list):
    for i in range(k, n):
        a[i] = a[i-k] * 2.0
