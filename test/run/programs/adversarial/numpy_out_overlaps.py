"""A ufunc whose output overlaps its input reads first."""

import numpy as np

ARGUMENTS = "a:n b:n"


def kernel(a: "np.ndarray[float64][3]", b: "np.ndarray[float64][3]"):
    np.multiply(a[:-1], 2.0, out=a[1:])
    np.sqrt(b, out=b)
