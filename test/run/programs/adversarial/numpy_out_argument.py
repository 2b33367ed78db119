"""out= must be C-contiguous and of the right type, or dot raises."""

import numpy as np

ARGUMENTS = "n A:n,n B:n,n"


def kernel(n: int, A: "np.ndarray[float64][3,3]", B: "np.ndarray[float64][3,3]"):
    np.dot(A, A, out=B)
    np.add(A, B, out=A)
