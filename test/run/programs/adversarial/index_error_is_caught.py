"""An exception is part of the plan."""

import numpy as np

ARGUMENTS = "n a:n"


def kernel(n: int, a: np.ndarray):
    try:
        for i in range(n + 1):
            a[i] = a[i] * 2.0
    except IndexError:
        a[0] = -1.0
    finally:
        a += 1.0
