"""A sparse matrix in compressed rows times a vector."""

import numpy as np


def sparse_matvec(indptr: np.ndarray, indices: np.ndarray, values: np.ndarray, x: np.ndarray, y: np.ndarray):
    for row in range(y.shape[0]):
        total = 0.0
        for k in range(indptr[row], indptr[row + 1]):
            total += values[k] * x[indices[k]]
        y[row] = total
