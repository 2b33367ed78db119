"""A row of temporaries for each step of a loop that must stay one, read backwards in the same step."""

import numpy as np

ARGUMENTS = "n r:n y:n"


def kernel(n: int, r: np.ndarray, y: np.ndarray):
    alpha = 1.0
    for k in range(1, n):
        alpha = 0.25 * (alpha + np.dot(r[:k][::-1], y[:k]))
        y[:k] = y[:k] + alpha * np.flip(y[:k])
        y[k] = alpha
