"""A name is bound before a loop, and in it to an array that the iteration makes."""

import numpy as np

ARGUMENTS = "n a:n"


def kernel(n: int, a: np.ndarray):
    v = a
    for i in range(n):
        w = np.zeros(n)
        for j in range(n):
            w[j] = v[j] + a[j]
        v = w
    return v
