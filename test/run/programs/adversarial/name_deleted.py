"""A name that is deleted can no longer be read."""

import numpy as np

ARGUMENTS = "n a:n"


def kernel(n: int, a: np.ndarray):
    t = a * 2.0
    a[:] = t + 1.0
    if n > 2:
        del t
    a[:] = t
