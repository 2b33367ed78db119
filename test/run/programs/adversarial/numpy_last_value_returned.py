"""What is returned is a NumPy number, as the elements of the array are."""

import numpy as np

ARGUMENTS = "n x:n y:n"


def kernel(n: int, x: np.ndarray, y: np.ndarray):
    last = 0.0
    for i in range(1, n):
        last = 0.5 * last + x[i]
        y[i] = last + y[i - 1]
    return last
