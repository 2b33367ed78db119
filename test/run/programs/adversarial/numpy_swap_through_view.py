"""t = A[0] is a view: the exchange fails as it must."""

import numpy as np

ARGUMENTS = "A:n,m"


def kernel(A: "np.ndarray[float64][3,3]"):
    t = A[0]
    A[0] = A[1]
    A[1] = t
