"""A size of one broadcasts at run time."""

import numpy as np

ARGUMENTS = "A:n,m B:n,m"


def kernel(A: "np.ndarray[float64][3,3]", B: "np.ndarray[float64][3,3]"):
    A += B
