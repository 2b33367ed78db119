"""A quotient as the end of a range raises, after something was written."""

import numpy as np

ARGUMENTS = "n a:n"


def kernel(n: int, a: np.ndarray):
    a *= 2.0
    for i in range(n / 2):
        a[i] = 0.0
