"""a[-3:-1] of short arrays is clipped."""

import numpy as np

ARGUMENTS = "a:n b:n"


def kernel(a: "np.ndarray[float64][3]", b: "np.ndarray[float64][3]"):
    a[-3:-1] = b[-2:]
