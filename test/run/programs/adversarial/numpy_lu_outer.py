"""LU decomposition by outer products, one step short of the last."""

import numpy as np

ARGUMENTS = "A:n,n@spd"


def kernel(A: np.ndarray):
    for k in range(A.shape[0] - 1):
        A[k + 1 :, k] /= A[k, k]
        A[k + 1 :, k + 1 :] -= np.outer(A[k + 1 :, k], A[k, k + 1 :])
