"""Column k changes while the columns before it have read it and those after it have not."""

import numpy as np

ARGUMENTS = "n m a:n,m"


def kernel(n: int, m: int, a: np.ndarray):
    for k in range(1, m):
        for i in range(n):
            for j in range(m):
                a[i, j] = a[i, j] + 0.5 * a[i, k] - a[i, k - 1]
