"""Integer // and % with zero divisors."""

import numpy as np

ARGUMENTS = "a:n@int64 b:n@int64"


def kernel(a: "np.ndarray[int64][3]", b: "np.ndarray[int64][3]"):
    a[:] = a // b + a % b
