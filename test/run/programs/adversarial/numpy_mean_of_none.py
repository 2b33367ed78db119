"""The mean of no elements is NaN, with a warning that is no floating-point one."""

import numpy as np

ARGUMENTS = "n A:n,m b:m"


def kernel(n: int, A: np.ndarray, b: np.ndarray):
    b[:] = A.mean(axis=0)
    A -= A.mean(axis=0)
    b += A.std(axis=0)
