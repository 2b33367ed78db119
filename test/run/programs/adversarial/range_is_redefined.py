"""range is the module's own function."""

ARGUMENTS = "n a:n"


def range(n):
    return [0, 1]


def kernel(n: int, a: list):
    for i in range(n):
        a[i] = 1.0
