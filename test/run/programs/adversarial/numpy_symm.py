"""Updates of the rows above, and a dot with them, through one triangle."""

import numpy as np

ARGUMENTS = "n m alpha=1.5 beta=1.2 C:m,n A:m,m B:m,n"


def kernel(n: int, m: int, alpha: float, beta: float, C: np.ndarray, A: np.ndarray, B: np.ndarray):
    for i in range(m):
        for j in range(n):
            C[:i, j] += alpha * B[i, j] * A[i, :i]
            temp2 = (B[:i, j] * A[i, :i]).sum()
            C[i, j] = beta * C[i, j] + alpha * B[i, j] * A[i, i] + alpha * temp2
