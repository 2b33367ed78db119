"""What is printed and when."""

import numpy as np

ARGUMENTS = "n a:n"


def kernel(n: int, a: np.ndarray):
    t = a * 2.0
    print(t.shape, n)
    a[:] = t
    print(a)
