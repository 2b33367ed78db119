"""Whole numbers compared with fractions: 0 < 0.5, but not 0 < int(0.5)."""

import numpy as np

ARGUMENTS = "n a:n b:n p:n@int64"


def kernel(n: int, a: "np.ndarray[float64][4]", b: "np.ndarray[float64][4]", p: "np.ndarray[int64][4]"):
    for i in range(n):
        b[i] = 2.0 if p[i] < 0.5 else a[i]
    for i in range(n):
        if p[i] <= -0.5:
            a[i] = 3.0
