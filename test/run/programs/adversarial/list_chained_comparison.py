"""-1 < x < 1."""

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: list, b: list):
    for i in range(n):
        b[i] = 1.0 if -1.0 < a[i] < 1.0 else 2.0
