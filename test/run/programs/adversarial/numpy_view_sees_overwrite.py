"""t = a[1:] is a view: zeroing a zeroes it."""

import numpy as np

ARGUMENTS = "a:n b:n"


def kernel(a: np.ndarray, b: np.ndarray):
    t = a[1:]
    a[:] = 0.0
    b[1:] = t
