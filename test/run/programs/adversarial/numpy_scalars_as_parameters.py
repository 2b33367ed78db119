"""Numbers of NumPy where Python numbers are expected."""

import numpy as np

ARGUMENTS = "n a:n"


def work(n: int, s: float, x: np.ndarray):
    t = s * n
    for i in range(n):
        x[i] = x[i] * s + t
    return t


def kernel(n: int, a: np.ndarray):
    return work(np.int32(n), np.float64(2.0), a), work(np.int8(n), np.float32(0.1), a), work(True, 3, a)
