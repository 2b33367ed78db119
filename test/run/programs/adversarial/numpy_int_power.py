"""A power of ints raises if an exponent is negative, but not in a loop without iterations."""

import numpy as np

ARGUMENTS = "n m A:m@int64 B:m@int64 C:n,m@int64"


def kernel(
    n: int, m: int, A: "np.ndarray[int64][3]", B: "np.ndarray[int64][3]", C: "np.ndarray[int64][3,3]"
):
    for i in range(1, n):
        C[i, :] = A**B + C[i - 1, :]
