"""A conjugated factor."""

import numpy as np

ARGUMENTS = "n A:n,k@complex128 B:k,m@complex128 C:n,m@complex128"


def kernel(n: int, A: "np.ndarray[complex128][3,3]", B: "np.ndarray[complex128][3,3]", C: "np.ndarray[complex128][3,3]"):
    C += np.conj(A) @ B * 2.0
