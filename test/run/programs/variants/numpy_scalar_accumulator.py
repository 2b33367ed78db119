"""Three explicit loops over the elements of arrays, accumulating in a local variable."""
import numpy as np


def kernel(m: int, n: int, data: np.ndarray, corr: np.ndarray):
    for i in range(m):
        for j in range(i + 1):
            acc = 0.0
            for k in range(n):
                acc += data[k][i] * data[k][j]
            corr[i][j] = acc
            corr[j][i] = acc
