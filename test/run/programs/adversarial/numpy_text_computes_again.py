"""What a statement kept as text computes for another text is not computed a second time."""

import numpy as np

ARGUMENTS = "n x:n y:n"


def kernel(n: int, x: np.ndarray, y: np.ndarray):
    a = x * 2.0 + 1.0
    b, c = a - y, a + y
    y[:] = y * a
    return sorted([float(b.sum()), float(c.sum())])
