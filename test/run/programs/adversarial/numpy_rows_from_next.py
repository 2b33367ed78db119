"""Each row becomes the row below."""

import numpy as np

ARGUMENTS = "n A:n,m"


def kernel(n: int, A: np.ndarray):
    for i in range(0, n-1):
        A[i, :] = A[i+1, :]
