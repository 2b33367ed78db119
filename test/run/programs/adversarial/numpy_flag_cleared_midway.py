"""An array becomes read-only between two updates."""

import numpy as np

ARGUMENTS = "n a:n"


def kernel(n: int, a: np.ndarray):
    for i in range(n):
        a[i] = a[i] * 2.0
    a.flags.writeable = False
    for i in range(n):
        a[i] = a[i] + 1.0
