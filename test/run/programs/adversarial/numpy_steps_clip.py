"""Slices with steps that begin or end beyond the array."""

import numpy as np

ARGUMENTS = "n a:n"


def kernel(n: int, a: np.ndarray):
    a[: n + 3 : 2] *= 2.0
    a[n + 2 :: -3] += 1.0
    a[-n - 5 : n : 3] -= 0.5
