"""A reshape is a view of a contiguous array and a copy of a transposed one."""

import numpy as np

ARGUMENTS = "A:n,n B:n*n"


def kernel(A: "np.ndarray[float64][3,3]", B: "np.ndarray[float64][3]"):
    T = A.reshape(-1)
    A += 1.0
    B[:] = T
