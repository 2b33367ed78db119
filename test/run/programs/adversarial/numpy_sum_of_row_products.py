"""Row slices that clip."""

import numpy as np

ARGUMENTS = "n m A:n,m x:m y:n"


def kernel(n: int, m: int, A: np.ndarray, x: np.ndarray, y: np.ndarray):
    for i in range(n):
        y[i] = (A[i, :m] * x[:m]).sum()
