"""A temporary row reused for the rows of a cube."""

import numpy as np

ARGUMENTS = "r q p A:r,q,p C:p,p s:p"


def kernel(r: int, q: int, p: int, A: np.ndarray, C: np.ndarray, s: np.ndarray):
    for i in range(r):
        for j in range(q):
            s[:] = A[i, j, :] @ C
            A[i, j, :] = s
