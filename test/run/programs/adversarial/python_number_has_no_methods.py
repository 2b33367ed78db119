"""Parts of Python's numbers, and what Python's functions give, are Python's: they have no methods of arrays."""

import numpy as np

ARGUMENTS = "n x=0.5 a:n"


def kernel(n: int, x: float, a: np.ndarray):
    a *= 2.0
    t = np.real(x).copy()
    a -= t
