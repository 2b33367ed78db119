"""Single precision stays single."""

import numpy as np

ARGUMENTS = "n A:n,k@float32 B:k,m@float32 C:n,m@float32"


def kernel(n: int, A: "np.ndarray[float32][3,3]", B: "np.ndarray[float32][3,3]", C: "np.ndarray[float32][3,3]"):
    C[:] = 2.0 * A @ B
