"""What is returned shares memory with the argument."""

import numpy as np

ARGUMENTS = "n A:n,n"


def kernel(n: int, A: np.ndarray):
    A *= 2.0
    return A[1:, ::-1]
