"""a[i+k] = a[i] ...: a recurrence unless k is 0 or negative."""

import numpy as np

ARGUMENTS = "n k a:n b:n"


def kernel(n: int, k: int, a: np.ndarray, b: np.ndarray):
    for i in range(n-k):
        a[i+k] = a[i] * 2.0 + b[i]
