"""A product of bools is a condition, a sum of them counts."""

import numpy as np

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: np.ndarray, b: np.ndarray):
    p = a > 0.0
    q = b > 0.0
    a += np.dot(p, q)
    b += (p & q).sum()
    return np.dot(p, q), p.sum()
