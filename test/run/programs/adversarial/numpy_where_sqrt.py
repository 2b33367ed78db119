"""Lanes that are not chosen may be invalid."""

import numpy as np

ARGUMENTS = "a:n b:n"


def kernel(a: np.ndarray, b: np.ndarray):
    b[:] = np.where(a > 0, np.sqrt(a), -a)
