"""A sparse matrix in compressed rows times a vector, a row at a time."""

import numpy as np


def sparse_matvec_rows(indptr: np.ndarray, indices: np.ndarray, values: np.ndarray, x: np.ndarray) -> np.ndarray:
    y = np.empty(indptr.size - 1, dtype=values.dtype)
    for i in range(indptr.size - 1):
        start, stop = indptr[i], indptr[i + 1]
        y[i] = values[start:stop] @ x[indices[start:stop]]
    return y
