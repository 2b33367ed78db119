"""Defaults and keyword-only parameters."""

ARGUMENTS = "n a:n"


def kernel(n: int, a: list, s: float = 2.0, *, t: float = 3.0):
    for i in range(n):
        a[i] = a[i] * s + t
