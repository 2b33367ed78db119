"""A kernel that looks at its own variables."""

import numpy as np

ARGUMENTS = "n a:n"


def kernel(n: int, a: np.ndarray):
    t = a * 2.0
    for i in range(n):
        a[i] = t[i] + 1.0
    return sorted(locals())
