"""Each unknown needs the ones before."""

import numpy as np

ARGUMENTS = "n L:n,n x:n b:n"


def kernel(n: int, L: np.ndarray, x: np.ndarray, b: np.ndarray):
    for i in range(n):
        x[i] = (b[i] - L[i, :i] @ x[:i]) / L[i, i]
