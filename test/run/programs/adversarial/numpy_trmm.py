"""In place, with dots of the rows below."""

import numpy as np

ARGUMENTS = "n m alpha=1.5 A:m,m B:m,n"


def kernel(n: int, m: int, alpha: float, A: np.ndarray, B: np.ndarray):
    for i in range(m):
        for j in range(n):
            B[i, j] += np.dot(A[i+1:, i], B[i+1:, j])
    B *= alpha
