"""A factor moved out of a product must not change which results are finite."""

import numpy as np

ARGUMENTS = "alpha=1.5 x:m A:n,m y:n"


def kernel(alpha: float, x: "np.ndarray[float64][3]", A: "np.ndarray[float64][3,3]", y: "np.ndarray[float64][3]"):
    y += alpha * A @ x
