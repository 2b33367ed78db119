"""Products of np.matrix are those of matrices."""

import numpy as np

ARGUMENTS = "n A:n,n"


def work(x: np.ndarray, y: np.ndarray):
    return x * y + y


def kernel(n: int, A: np.ndarray):
    return work(np.asmatrix(A), np.asmatrix(A.T)), work(A, A.T)
