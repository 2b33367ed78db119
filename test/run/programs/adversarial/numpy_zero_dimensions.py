"""Arrays without axes where numbers are expected."""

import numpy as np

ARGUMENTS = "n a:n"


def work(n: int, s: float, x: np.ndarray):
    for i in range(n):
        x[i] = x[i] * s
    return s


def kernel(n: int, a: np.ndarray):
    two = np.array(2.0)
    two += 1.0
    return work(n, two, a), two
