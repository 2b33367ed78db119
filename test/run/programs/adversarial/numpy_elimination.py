"""Row operations below the pivot."""

import numpy as np

ARGUMENTS = "n A:n,n"


def kernel(n: int, A: "np.ndarray[float64][3,3]"):
    for k in range(n):
        for i in range(k+1, n):
            A[i, k] /= A[k, k]
            A[i, k+1:] -= A[i, k] * A[k, k+1:]
