"""sum is the module's own function."""

import numpy as np

ARGUMENTS = "n a:n b:n"


def sum(x):
    return 0.0


def kernel(n: int, a: np.ndarray, b: np.ndarray):
    b[:] = a + sum(a)
