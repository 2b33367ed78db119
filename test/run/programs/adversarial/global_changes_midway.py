"""A called function rebinds a global that the kernel reads."""

import numpy as np

ARGUMENTS = "n a:n"
S = 2.0


def bump():
    global S
    S += 1.0


def kernel(n: int, a: np.ndarray):
    a *= S
    bump()
    a *= S
