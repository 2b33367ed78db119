"""The loop goes one element too far, and what it has written stays."""

import numpy as np

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: np.ndarray, b: np.ndarray):
    for i in range(n):
        a[i] = a[i] * b[i]
        b[i] = a[i + 1]
