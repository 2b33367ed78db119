"""One vector is written from the front while it is read from the back."""

import numpy as np

ARGUMENTS = "n x:n"


def kernel(n: int, x: np.ndarray):
    for i in range(1, n):
        x[i] = 0.5 * x[i - 1] - x[n - 1 - i]
