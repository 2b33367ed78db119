"""A kernel calls itself on less."""

import numpy as np

ARGUMENTS = "n a:n"


def kernel(n: int, a: np.ndarray):
    if n <= 0:
        return 0
    a[:n] = a[:n] * 2.0 + 1.0
    return 1 + kernel(n - 1, a)
