"""c = a; c += b changes the caller's array."""

import numpy as np

ARGUMENTS = "a:n b:n"


def kernel(a: np.ndarray, b: np.ndarray):
    c = a
    c += b
    b[:] = c
