"""T = A.T sees A += 1."""

import numpy as np

ARGUMENTS = "A:n,n B:n,n"


def kernel(A: np.ndarray, B: np.ndarray):
    T = A.T
    A += 1.0
    B[:, :] = T
