"""An integer product."""

import numpy as np

ARGUMENTS = "A:n,k@int64 B:k,m@int64 C:n,m@int64"


def kernel(A: "np.ndarray[int64][3,3]", B: "np.ndarray[int64][3,3]", C: "np.ndarray[int64][3,3]"):
    C += A @ B
