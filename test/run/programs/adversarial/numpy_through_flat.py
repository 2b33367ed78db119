"""Writes through views that are attributes."""

import numpy as np

ARGUMENTS = "n A:n,n"


def kernel(n: int, A: np.ndarray):
    A.T[0] = A[:, 0] * 2.0
    A.flat[:: n + 1] = 5.0
    A.real[:] += 1.0
    A[:] = A * 3.0
