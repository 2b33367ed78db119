"""@ of stacks."""

import numpy as np

ARGUMENTS = "A:n,m,k B:n,k,p C:n,m,p"


def kernel(A: "np.ndarray[float64][3,3,3]", B: "np.ndarray[float64][3,3,3]", C: "np.ndarray[float64][3,3,3]"):
    C[:] = A @ B
