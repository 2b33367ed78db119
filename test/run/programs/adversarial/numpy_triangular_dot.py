"""Rows up to the diagonal times the vector's start."""

import numpy as np

ARGUMENTS = "n L:n,n x:n y:n"


def kernel(n: int, L: np.ndarray, x: np.ndarray, y: np.ndarray):
    for i in range(n):
        y[i] = L[i, :i] @ x[:i]
