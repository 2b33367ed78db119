"""A call whose result nobody uses may raise or warn, and is made."""

import numpy as np

ARGUMENTS = "n A:n,n b:n"


def kernel(n: int, A: "np.ndarray[float64][4, 4]", b: "np.ndarray[float64][4]"):
    unused = np.linalg.inv(A)
    b[:n] = 2.0 * b[:n]
    A[:n, :n] = 0.0
    unused = np.linalg.inv(A)
