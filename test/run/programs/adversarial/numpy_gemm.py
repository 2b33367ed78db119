"""A factor moved out of the product must not change NaN or Inf."""

import numpy as np

ARGUMENTS = "alpha=1.5 beta=1.2 C:n,m A:n,k B:k,m"


def kernel(alpha: float, beta: float, C: np.ndarray, A: np.ndarray, B: np.ndarray):
    C *= beta
    C += alpha * A @ B
