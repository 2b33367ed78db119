"""A rank-k update of the lower triangle, with an infinite factor."""

import numpy as np

ARGUMENTS = "n m alpha=1.5 beta=1.2 C:n,n A:n,m"


def kernel(n: int, m: int, alpha: float, beta: float, C: np.ndarray, A: np.ndarray):
    for i in range(n):
        C[i, :i+1] *= beta
        for k in range(m):
            C[i, :i+1] += alpha * A[i, k] * A[:i+1, k]
