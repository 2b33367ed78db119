"""Updates through indices that occur twice."""

import numpy as np

ARGUMENTS = "n a:n"


def kernel(n: int, a: np.ndarray):
    k = np.array([0, 0, 1]) % max(n, 1)
    a[:] = a * 2.0
    if n > 0:
        a[k] += 1.0
        np.add.at(a, k, 1.0)
    a += np.multiply.reduce(a)
