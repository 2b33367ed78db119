"""An update through indices that occur twice counts once."""

import numpy as np

ARGUMENTS = "n a:n"


def kernel(n: int, a: np.ndarray):
    k = np.arange(n) // 2
    a *= 2.0
    a[k] += 1.0
    a[k] = a[k] + a[::-1][k]
