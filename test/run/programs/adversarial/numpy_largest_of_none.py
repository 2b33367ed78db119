"""The largest of no elements raises, after something was written."""

import numpy as np

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: np.ndarray, b: np.ndarray):
    a *= 2.0
    b[:] = b - a.max()
    a += b
