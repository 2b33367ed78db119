"""What follows `continue` is kept with it where the condition stays text."""

import numpy as np

ARGUMENTS = "n a:n B:n,n"


def kernel(n: int, a: np.ndarray, B: np.ndarray):
    for i in range(n):
        B[i, 0] = a[i] * 2.0
        if i * i > n and i > 0:
            continue
        a[i] -= (2.0 - 0.5) / (2.0 * 0.5)
