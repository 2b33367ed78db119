"""Masked elements stay as they are."""

import numpy as np

ARGUMENTS = "n a:n"


def work(n: int, x: np.ndarray):
    for i in range(n):
        x[i] = x[i] + 1.0
    x *= 2.0
    return x.sum()


def kernel(n: int, a: np.ndarray):
    return work(n, np.ma.masked_array(a, mask=[i % 2 for i in range(len(a))])), work(n, a)
