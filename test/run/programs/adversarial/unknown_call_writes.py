"""A call of a function that changes the array."""

import numpy as np

ARGUMENTS = "n a:n"


def g(a):
    a[0] = 9.0
    return a[1]


def kernel(n: int, a: np.ndarray):
    a[:] = a * 2.0
    s = g(a)
    a += s
