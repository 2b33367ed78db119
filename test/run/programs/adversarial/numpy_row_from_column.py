"""A[i, :] = A[:, i] for growing i."""

import numpy as np

ARGUMENTS = "n A:n,n"


def kernel(n: int, A: "np.ndarray[float64][3,3]"):
    for i in range(n):
        A[i, :] = A[:, i]
