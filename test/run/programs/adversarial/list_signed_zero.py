"""The sign of zero survives."""

import math

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: list, b: list):
    for i in range(n):
        b[i] = math.copysign(1.0, -a[i] * 0.0 + 0.0)
