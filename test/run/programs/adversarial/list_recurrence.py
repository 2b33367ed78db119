"""A first-order recurrence is no elementwise sum of slices."""

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: list, b: list):
    for i in range(1, n):
        a[i] = a[i-1] + b[i]
