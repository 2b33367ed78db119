"""The sum over a window at every place of a vector; the window may be longer than the range it slides along."""

import numpy as np

ARGUMENTS = "n m x:n+m+15 w:m y:n+m+15"


def kernel(n: int, m: int, x: np.ndarray, w: np.ndarray, y: np.ndarray):
    for i in range(n + 15):
        y[i] = np.sum(x[i : i + m] * w)
