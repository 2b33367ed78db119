"""A Python int that no element can hold raises where it is stored."""

import numpy as np

ARGUMENTS = "n b:n@int64"


def kernel(n: int, b: "np.ndarray[int64][3]"):
    for i in range(n):
        b[i] = b[i] * 2
    for i in range(n):
        b[i] = 9223372036854775808 + i
