"""b[:-k] is empty for k = 0."""

import numpy as np

ARGUMENTS = "k a:m b:m"


def kernel(k: int, a: np.ndarray, b: np.ndarray):
    a[k:] += b[:-k]
