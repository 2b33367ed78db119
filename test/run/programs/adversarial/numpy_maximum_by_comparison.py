"""A running maximum by comparison ignores NaN unless it comes first."""

import numpy as np

ARGUMENTS = "n a:n"


def kernel(n: int, a: "np.ndarray[float64][3]"):
    m = a[0]
    for i in range(1, n):
        if a[i] > m:
            m = a[i]
    a[0] = m
