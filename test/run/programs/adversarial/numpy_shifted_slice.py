"""The right side of a slice assignment is read first."""

import numpy as np

ARGUMENTS = "a:n"


def kernel(a: np.ndarray):
    a[1:] = a[:-1]
