"""mean, std, var, max and min along axes, empty axes included."""

import numpy as np

ARGUMENTS = "A:n,m m1:m s1:m v1:n mx:m mn:n"


def kernel(A: np.ndarray, m1: np.ndarray, s1: np.ndarray, v1: np.ndarray, mx: np.ndarray, mn: np.ndarray):
    m1[:] = A.mean(axis=0)
    s1[:] = A.std(axis=0)
    v1[:] = A.var(axis=1)
    mx[:] = np.max(A, axis=0)
    mn[:] = A.min(axis=1)
