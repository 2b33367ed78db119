"""What is returned is the argument itself."""

import numpy as np

ARGUMENTS = "n a:n"


def kernel(n: int, a: np.ndarray):
    a *= 2.0
    for i in range(n):
        a[i] += 1.0
    return a
