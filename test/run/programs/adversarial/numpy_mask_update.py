"""a[b < 0] *= 2 touches the chosen elements only."""

import numpy as np

ARGUMENTS = "a:n b:n"


def kernel(a: np.ndarray, b: np.ndarray):
    a[b < 0.0] *= 2.0
