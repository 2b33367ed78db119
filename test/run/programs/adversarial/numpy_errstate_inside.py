"""A block in which faults raise: what comes before it is done."""

import numpy as np

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: np.ndarray, b: np.ndarray):
    a *= 2.0
    with np.errstate(all="raise"):
        b[:] = a / (b - b[0])
    a += b
