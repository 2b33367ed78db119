"""A polynomial at many places by Horner's rule, and its derivative."""

import numpy as np
from numpy.typing import NDArray


def polynomial(coefficients: NDArray[np.float64], x: NDArray[np.float64]):
    value = np.zeros_like(x)
    slope = np.zeros_like(x)
    for k in range(len(coefficients) - 1, -1, -1):
        slope = slope * x + value
        value = value * x + coefficients[k]
    return value, slope
