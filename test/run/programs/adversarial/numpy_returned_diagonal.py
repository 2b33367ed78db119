"""A diagonal is a view, which can be seen, and may not be written."""

import numpy as np

ARGUMENTS = "n A:n,n"


def kernel(n: int, A: "np.ndarray[float64][3,3]"):
    twice = A * 2.0
    A += twice
    return twice.diagonal()
