"""Names that are read by texts that are no code yet."""

import numpy as np

ARGUMENTS = "n a:n"


def kernel(n: int, a: np.ndarray):
    t = a * 2.0
    for i in range(n):
        t[i] = t[i] + 1.0
    a[:] = t * eval("t.sum()")
    exec("a[0] = t[0]")
