"""Centre and reduce with keepdims."""

import numpy as np

ARGUMENTS = "A:n,m"


def kernel(A: np.ndarray):
    A -= A.mean(axis=1, keepdims=True)
    A /= A.std(axis=0, keepdims=True)
