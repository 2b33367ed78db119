"""Elimination by rank-one updates of the rest."""

import numpy as np

ARGUMENTS = "n A:n,n@spd"


def kernel(n: int, A: np.ndarray):
    for k in range(n):
        A[k+1:, k] /= A[k, k]
        A[k+1:, k+1:] -= np.outer(A[k+1:, k], A[k, k+1:])
