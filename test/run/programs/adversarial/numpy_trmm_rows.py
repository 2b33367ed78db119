"""In place, a row at a time, as a product of a column and the rows below."""

import numpy as np

ARGUMENTS = "n m alpha=1.5 A:m,m B:m,n"


def kernel(n: int, m: int, alpha: float, A: "np.ndarray[float64][4, 4]", B: "np.ndarray[float64][4, 4]"):
    for i in range(m):
        B[i] += A[i+1:m, i] @ B[i+1:m]
        B[i] *= alpha
