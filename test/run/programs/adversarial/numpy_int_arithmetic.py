"""Integers stay integers and wrap."""

import numpy as np

ARGUMENTS = "n a:n@int64 b:n@int64"


def kernel(n: int, a: "np.ndarray[int64][3]", b: "np.ndarray[int64][3]"):
    for i in range(n):
        a[i] = a[i] * 3 + b[i]
