"""b[:] = a[::-1]."""

import numpy as np

ARGUMENTS = "a:n b:n"


def kernel(a: "np.ndarray[float64][3]", b: "np.ndarray[float64][3]"):
    b[:] = a[::-1]
