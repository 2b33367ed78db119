"""zeros_like keeps the order of its argument."""

import numpy as np

ARGUMENTS = "A:n,m"


def kernel(A: "np.ndarray[float64][3,3]"):
    t = np.zeros_like(A)
    t[1:] = A[:-1]
    return t
