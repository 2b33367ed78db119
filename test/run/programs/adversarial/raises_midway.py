"""An exception between two updates."""

import numpy as np

ARGUMENTS = "n a:n"


def kernel(n: int, a: np.ndarray):
    a *= 2.0
    if n > 3:
        raise ValueError("n")
    a += 1.0
