"""A temporary that only the returned expression reads."""

import numpy as np

ARGUMENTS = "A:n,m x:m"


def kernel(A: "np.ndarray[float64][3,3]", x: "np.ndarray[float64][3]"):
    y = A @ x
    return y.sum()
