"""Real numbers that become complex on the way to a real result."""

import numpy as np

ARGUMENTS = "n x=0.5 a:n b:n"


def kernel(n: int, x: float, a: np.ndarray, b: np.ndarray):
    a[1:-1] -= np.angle(x * 1j)
    b += np.abs(a + 2j) + np.imag(b * 1j)
