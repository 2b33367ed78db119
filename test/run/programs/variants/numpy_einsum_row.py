"""One `einsum` per row."""
import numpy as np


def kernel(m: int, n: int, data: np.ndarray, corr: np.ndarray):
    corr[np.diag_indices(m)] = 1.0
    for i in range(m - 1):
        corr[i, i+1:m] = np.einsum("k,kj->j", data[0:n, i], data[0:n, i+1:m])
        corr[i+1:m, i] = corr[i, i+1:m]
