"""a[k:n] and a[n-k:] for any k."""

import numpy as np

ARGUMENTS = "n k a:n"


def kernel(n: int, k: int, a: "np.ndarray[float64][3]"):
    a[k] = a[k+1] * 2.0
    a[k:n] = a[k:n] + a[k]
    a[n-k:] = 0.0
