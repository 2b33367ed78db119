"""What follows `if …: continue` runs, whether or not the condition and the rest can be modelled."""

import numpy as np

ARGUMENTS = "n A:n,n b:n+1 s=2.0"


def kernel(n: int, A: "np.ndarray[float64][4, 4]", b: "np.ndarray[float64][4]", s: float):
    for i in range(n - 1, 0, -2):
        b[i] *= 2.0
        if i != 1:
            continue
        A[0, 0] /= s if A[-1, 0] <= b[i] - 0.5 else b[i] - float(i)
    for i in range(n):
        A[i, 0] = b[i]
        if i == 2:
            continue
        print(i, s)
