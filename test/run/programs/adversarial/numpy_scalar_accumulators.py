"""Plain floats for zero trips, numpy.float64 otherwise."""

import numpy as np

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: np.ndarray, b: np.ndarray):
    s = 0.0
    p = 0.0
    for i in range(n):
        s += a[i] * b[i]
        p += a[i]
    return s, p
