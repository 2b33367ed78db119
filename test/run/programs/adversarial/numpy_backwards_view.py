"""A view backwards of what is updated."""

import numpy as np

ARGUMENTS = "n a:n"


def kernel(n: int, a: np.ndarray):
    b = a[::-1]
    a += b
    b *= 2.0
    for i in range(n):
        b[i] = a[i] + 1.0
