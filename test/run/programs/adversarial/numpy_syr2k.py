"""Two products into the lower triangle."""

import numpy as np

ARGUMENTS = "n m alpha=1.5 beta=1.2 C:n,n A:n,m B:n,m"


def kernel(n: int, m: int, alpha: float, beta: float, C: np.ndarray, A: np.ndarray, B: np.ndarray):
    for i in range(n):
        C[i, :i+1] *= beta
        for k in range(m):
            C[i, :i+1] += A[:i+1, k] * alpha * B[i, k] + B[:i+1, k] * alpha * A[i, k]
