"""t = a + 1 is a value: zeroing a leaves it."""

import numpy as np

ARGUMENTS = "a:n b:n"


def kernel(a: np.ndarray, b: np.ndarray):
    t = a + 1.0
    a[...] = 0.0
    b[...] = t
