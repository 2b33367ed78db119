"""math.exp raises OverflowError where NumPy gives Inf."""

import math

ARGUMENTS = "n a:n"


def kernel(n: int, a: list):
    for i in range(n):
        a[i] = math.exp(a[i] * 300.0)
