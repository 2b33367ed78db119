"""Arguments, temporaries and a shape, returned together."""

import numpy as np

ARGUMENTS = "A:n,m x:m"


def kernel(A: "np.ndarray[float64][3,3]", x: "np.ndarray[float64][3]"):
    s = A @ x
    A *= 2.0
    return A, s, x, A.shape
