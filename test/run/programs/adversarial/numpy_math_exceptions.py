"""math.exp raises midway: the arrays keep what was written until then."""

import math
import numpy as np

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: "np.ndarray[float64][3]", b: "np.ndarray[float64][3]"):
    for i in range(n):
        b[i] = 1.0
        a[i] = math.exp(a[i]) + math.log(b[i])
