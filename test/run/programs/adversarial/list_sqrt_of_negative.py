"""math.sqrt raises in the middle of the loop."""

import math

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: list, b: list):
    for i in range(n):
        b[i] = a[i] + 1.0
        a[i] = math.sqrt(a[i])
