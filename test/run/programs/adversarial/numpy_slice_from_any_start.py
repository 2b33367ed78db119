"""a[k:] for k negative, zero, or past the end."""

import numpy as np

ARGUMENTS = "k a:m b:m"


def kernel(k: int, a: np.ndarray, b: np.ndarray):
    a[k:] = b[k:] * 2.0
