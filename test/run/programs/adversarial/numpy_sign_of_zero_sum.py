"""A sum that starts at 0.0 is never -0.0."""

import math

import numpy as np

ARGUMENTS = "n a:n b:n c:n"


def kernel(n: int, a: np.ndarray, b: np.ndarray, c: np.ndarray):
    s = 0.0
    for i in range(n):
        s += a[i]
    t = 0.0
    for i in range(n):
        t += a[i] * b[i]
    c[:] = c * 2.0
    return math.copysign(1.0, s), math.copysign(1.0, t)
