"""An array gets another shape in the middle."""

import numpy as np

ARGUMENTS = "n A:n,n"


def kernel(n: int, A: np.ndarray):
    B = A * 2.0
    B.shape = (-1,)
    for i in range(n):
        B[i] += 1.0
    return B
