"""A variable that a loop over elements leaves is divided by after it, and may be zero."""

import numpy as np

ARGUMENTS = "n x:n y:n z:n"


def kernel(n: int, x: np.ndarray, y: np.ndarray, z: np.ndarray):
    s = 0.0
    for i in range(1, n):
        s = x[i] - x[i - 1]
        y[i] = y[i - 1] * s + x[i]
    z[0] = y[0] / s
