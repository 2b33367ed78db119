"""A[i, :k] = A[i, k:2*k] overlaps or clips."""

import numpy as np

ARGUMENTS = "n k A:n,n"


def kernel(n: int, k: int, A: np.ndarray):
    for i in range(n):
        A[i, :k] = A[i, k:2*k]
