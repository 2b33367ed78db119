"""How soon each point of the plane leaves the Mandelbrot iteration."""

import numpy as np


def mandelbrot(re: np.ndarray, im: np.ndarray, limit: int) -> np.ndarray:
    c = re[np.newaxis, :] + 1j * im[:, np.newaxis]
    z = np.zeros_like(c)
    counts = np.zeros(c.shape, dtype=np.int64)
    for _ in range(limit):
        inside = np.abs(z) <= 2.0
        z[inside] = z[inside] ** 2 + c[inside]
        counts[inside] += 1
    return counts
