"""All products of two columns: explicit loops around array expressions."""
import numpy as np


def gram(data: np.ndarray, out: np.ndarray):
    n, m = data.shape
    for i in range(m):
        for j in range(i, m):
            out[i, j] = (data[:, i] * data[:, j]).sum()
            out[j, i] = out[i, j]
