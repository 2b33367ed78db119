"""An argument of the wrong type shows in what is returned."""

import numpy as np

ARGUMENTS = "n s=2.0 a:n"


def kernel(n: int, s: float, a: np.ndarray):
    for i in range(n):
        a[i] = a[i] * s
    return s * 2, s * n, n * 2
