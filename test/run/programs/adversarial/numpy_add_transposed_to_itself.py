"""A += A.T reads A before it writes."""

import numpy as np

ARGUMENTS = "A:n,n"


def kernel(A: np.ndarray):
    A += A.T
