"""Division by a zero, infinite or huge scalar."""

ARGUMENTS = "n s=2.0 a:n"


def kernel(n: int, s: float, a: list):
    for i in range(n):
        a[i] = a[i] / s
