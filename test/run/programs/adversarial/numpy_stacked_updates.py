"""Two outer products with scales, one of them of another sign, onto one target."""

import numpy as np

ARGUMENTS = "s=1.5 A:n,m u:n v:m x:n y:m"


def kernel(s: float, A: np.ndarray, u: np.ndarray, v: np.ndarray, x: np.ndarray, y: np.ndarray):
    A += s * np.outer(u, v) + x[:, np.newaxis] * y
    A -= u[:, None] * y[None, :] * s + np.outer(x, v)
