"""Faults raise from some statement on."""

import numpy as np

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: np.ndarray, b: np.ndarray):
    old = np.seterr(all="ignore")
    try:
        for i in range(n):
            a[i] = a[i] * 2.0
        np.seterr(all="raise")
        b[:] = a / (b - b)
    finally:
        np.seterr(**old)
