"""Index builders that take square matrices only: with other ones the original raises."""

import numpy as np

ARGUMENTS = "n m A:n,n B:n,m"


def kernel(n: int, m: int, A: np.ndarray, B: np.ndarray):
    A[np.diag_indices_from(A)] = 0.5
    B[np.diag_indices_from(B)] = 0.25
