"""a[0:n] with n past the end is shorter."""

import numpy as np

ARGUMENTS = "n a:m b:m"


def kernel(n: int, a: np.ndarray, b: np.ndarray):
    a[0:n] = b[0:n] * 2.0
