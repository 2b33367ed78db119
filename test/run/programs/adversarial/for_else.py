"""The rest of a loop that was not left."""

import numpy as np

ARGUMENTS = "n a:n"


def kernel(n: int, a: np.ndarray):
    for i in range(n):
        if a[i] > 1.9:
            break
        a[i] = a[i] * 2.0
    else:
        a += 1.0
    return i
