"""A negative power of an int raises, of a float it does not."""

import numpy as np

ARGUMENTS = "n b:n@int64 a:n"


def kernel(n: int, b: "np.ndarray[int64][3]", a: np.ndarray):
    a[:] = a ** -1
    b *= 2
    b[:] = b ** -1
