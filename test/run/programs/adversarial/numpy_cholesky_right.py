"""Cholesky's decomposition, whose steps change all later columns."""

import numpy as np

ARGUMENTS = "A:n,n n"


def kernel(A: np.ndarray, n: int):
    for k in range(n):
        A[k, k] = np.sqrt(A[k, k])
        A[k + 1 : n, k] /= A[k, k]
        for j in range(k + 1, n):
            A[j:n, j] -= A[j:n, k] * A[j, k]
