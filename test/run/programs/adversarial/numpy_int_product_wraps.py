"""A sum of products of ints wraps around as the program has it."""

import numpy as np

ARGUMENTS = "n b:n@int64"


def kernel(n: int, b: "np.ndarray[int64][3]"):
    for i in range(n):
        b[i] = b[i] * 4611686018427387904 + b[i] * b[i]
