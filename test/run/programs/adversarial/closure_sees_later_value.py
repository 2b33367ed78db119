"""A function defined inside sees what its names mean when it is called."""

import numpy as np

ARGUMENTS = "n a:n"


def kernel(n: int, a: np.ndarray):
    t = a * 2.0

    def value(i):
        return t[i]

    t = a * 3.0
    for i in range(n):
        a[i] = value(i)
