"""Two products of one triangle that are each other's mirror images, and two that are not quite."""

import numpy as np

ARGUMENTS = "n m s=1.5 A:n,m B:n,m C:n,n D:n,n"


def kernel(n: int, m: int, s: float, A: np.ndarray, B: np.ndarray, C: np.ndarray, D: np.ndarray):
    for i in range(n):
        for j in range(i + 1):
            for k in range(m):
                C[i, j] += s * A[i, k] * B[j, k] + s * B[i, k] * A[j, k]
                D[i, j] -= A[i, k] * B[j, k] + B[i, k] * B[j, k]
