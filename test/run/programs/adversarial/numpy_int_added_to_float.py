"""An int64 array added to a float64 one."""

import numpy as np

ARGUMENTS = "n a:n@int64 b:n"


def kernel(n: int, a: "np.ndarray[int64][3]", b: "np.ndarray[float64][3]"):
    for i in range(n):
        b[i] += a[i]
