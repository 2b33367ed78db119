"""Rows before k add what row k was, rows after it what it has become."""

import numpy as np

ARGUMENTS = "n a:n,n"


def kernel(n: int, a: np.ndarray):
    for k in range(n):
        for i in range(n):
            a[i, :] = 0.25 * a[i, :] - a[k, :]
