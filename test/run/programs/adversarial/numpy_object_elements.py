"""Elements that are Python objects, with arithmetic of their own."""

import numpy as np

ARGUMENTS = "n a:n"


def work(n: int, x: np.ndarray):
    for i in range(n):
        x[i] = x[i] * 2 + 1


def kernel(n: int, a: np.ndarray):
    x = np.array([2**70 + i for i in range(n)], dtype=object)
    work(n, x)
    work(n, a)
    return x
