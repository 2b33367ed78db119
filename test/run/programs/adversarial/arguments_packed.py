"""Positions and keywords without number."""

import numpy as np

ARGUMENTS = "n a:n"


def work(*arrays, **others):
    for x in arrays:
        for i in range(len(x)):
            x[i] = x[i] * others.get("s", 2.0)


def kernel(n: int, a: np.ndarray):
    work(a, a, s=3.0)
