"""The sum over a window at every place of a vector; the window may be longer than the range it slides along."""

import numpy as np

ARGUMENTS = "n m x:n w:m y:n"


def kernel(n: int, m: int, x: np.ndarray, w: np.ndarray, y: np.ndarray):
    for i in range(n - m + 1):
        y[i] = np.sum(x[i : i + m] * w)
