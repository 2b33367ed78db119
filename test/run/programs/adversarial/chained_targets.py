"""One value goes to several places, from left to right."""

import numpy as np

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: np.ndarray, b: np.ndarray):
    for i in range(n - 1):
        a[i + 1] = b[i] = a[i] * 2.0
        a[i], a[i + 1] = a[i + 1], a[i]
