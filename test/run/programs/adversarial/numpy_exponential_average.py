"""Each element needs the one before; the first one written is read before it is written again."""

import numpy as np

ARGUMENTS = "n alpha=0.25 x:n y:n"


def kernel(n: int, alpha: float, x: np.ndarray, y: np.ndarray):
    for i in range(1, n):
        y[i] = alpha * x[i] + (1.0 - alpha) * y[i - 1]
