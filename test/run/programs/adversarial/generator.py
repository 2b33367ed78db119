"""A generator does its work when it is asked."""

import numpy as np

ARGUMENTS = "n a:n"


def parts(n: int, a: np.ndarray):
    for i in range(n):
        a[i] = a[i] * 2.0
        yield a[i]


def kernel(n: int, a: np.ndarray):
    some = parts(n, a)
    a += 1.0
    for x in some:
        a -= x
