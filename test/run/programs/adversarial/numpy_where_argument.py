"""Ufuncs with masks, places and other axes."""

import numpy as np

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: np.ndarray, b: np.ndarray):
    np.multiply(a, 2.0, out=a, where=b > 0.0)
    np.add(a, b, out=b, casting="same_kind")
    a[:] = np.subtract(a, b, order="F")
