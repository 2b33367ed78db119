"""A function of the module takes the place of a builtin one."""

import numpy as np

ARGUMENTS = "n a:n"


def kernel(n: int, a: np.ndarray):
    for i in range(n):
        a[i] = abs(a[i]) * 2.0
    globals()["abs"] = float
    try:
        for i in range(n):
            a[i] = abs(-a[i]) * 2.0
    finally:
        del globals()["abs"]
