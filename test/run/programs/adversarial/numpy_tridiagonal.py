"""Denominators that may be zero: NumPy's numbers give Inf and NaN there, where Python's raise."""

import numpy as np

ARGUMENTS = "n a:n b:n c:n d:n x:n"


def kernel(n: int, a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray, x: np.ndarray):
    for i in range(1, n):
        w = a[i] / b[i - 1]
        b[i] = b[i] - w * c[i - 1]
        d[i] = d[i] - w * d[i - 1]
    for i in range(n - 1):
        x[n - 2 - i] = (d[n - 2 - i] - c[n - 2 - i] * x[n - 1 - i]) / b[n - 2 - i]
