"""math.exp overflows with an exception, math.log of zero raises."""

import math

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: list, b: list):
    for i in range(n):
        b[i] = math.exp(a[i]) + math.log(abs(b[i]))
