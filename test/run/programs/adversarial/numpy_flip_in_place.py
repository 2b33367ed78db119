"""a[:] = a[::-1] reads before it writes."""

import numpy as np

ARGUMENTS = "a:n"


def kernel(a: "np.ndarray[float64][3]"):
    a[:] = a[::-1]
    a += a[::-1]
