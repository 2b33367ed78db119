"""Forward substitution of many right sides, each step from all later ones."""

import numpy as np

ARGUMENTS = "L:n,n B:n,m"


def kernel(L: np.ndarray, B: np.ndarray):
    for j in range(L.shape[0]):
        B[j] /= L[j, j]
        B[j + 1 :] -= np.outer(L[j + 1 :, j], B[j])
