"""A loop in steps of two writes every second element only."""

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: list, b: list):
    for i in range(0, n, 2):
        a[i] = b[i] * 2.0
