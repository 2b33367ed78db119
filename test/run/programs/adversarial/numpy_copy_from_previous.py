"""The loop propagates where the slice assignment would shift."""

import numpy as np

ARGUMENTS = "n a:n"


def kernel(n: int, a: np.ndarray):
    for i in range(1, n):
        a[i] = a[i-1]
