"""The diagonal of an array that has no name."""

import numpy as np

ARGUMENTS = "n"


def kernel(n: int):
    return np.ones((n, n)).diagonal()
