"""A default that the kernel changes is another one in the next call."""

import numpy as np

ARGUMENTS = "n a:n"


def kernel(n: int, a: np.ndarray, seen: list = []):
    seen.append(n)
    for i in range(n):
        a[i] = a[i] * 2.0 + len(seen)
    return list(seen)
