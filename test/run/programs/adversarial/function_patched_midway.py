"""A function of the library is another one for a while."""

import numpy as np

ARGUMENTS = "n a:n"


def kernel(n: int, a: np.ndarray):
    old = np.sqrt
    np.sqrt = np.negative
    try:
        a[:] = np.sqrt(a) * 2.0
    finally:
        np.sqrt = old
    a += 1.0
