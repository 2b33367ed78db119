"""A number of the module that the kernel changes."""

import numpy as np

ARGUMENTS = "n a:n"


calls = 0


def kernel(n: int, a: np.ndarray):
    global calls
    calls += 1
    for i in range(n):
        a[i] = a[i] * 2.0 + calls
