"""a = a + 1 unbinds the parameter from the caller's array."""

import numpy as np

ARGUMENTS = "a:n b:n"


def kernel(a: np.ndarray, b: np.ndarray):
    a = a + 1.0
    a += b
    b[:] = a
