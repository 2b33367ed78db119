"""A scalar bound in a nested loop is read after it: its last value counts, or the first one for zero trips."""

import numpy as np

ARGUMENTS = "n m s=1.25 A:n,m"


def kernel(n: int, m: int, s: float, A: np.ndarray):
    t = s
    for i in range(m - 2, 0, -1):
        for j in range(2, n):
            t = s
            t += s * s
    for i in range(n):
        for j in range(m):
            A[i, j] *= t
