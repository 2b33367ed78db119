"""The temporary is a row that each iteration writes anew."""

import numpy as np

ARGUMENTS = "n m alpha=1.5 beta=1.2 C:m,n A:m,m B:m,n"


def kernel(n: int, m: int, alpha: float, beta: float, C: np.ndarray, A: np.ndarray, B: np.ndarray):
    temp2 = np.zeros(n)
    for i in range(m):
        for k in range(i):
            C[k, :] += alpha * B[i, :] * A[i, k]
        temp2[:] = A[i, :i] @ B[:i, :]
        C[i, :] = beta * C[i, :] + alpha * B[i, :] * A[i, i] + alpha * temp2
