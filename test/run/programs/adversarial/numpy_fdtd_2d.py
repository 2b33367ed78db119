"""Slices that read each other's results each time step."""

import numpy as np

ARGUMENTS = "t fict:t ex:n,m ey:n,m hz:n,m"


def kernel(t: int, fict: np.ndarray, ex: np.ndarray, ey: np.ndarray, hz: np.ndarray):
    for s in range(t):
        ey[0, :] = fict[s]
        ey[1:, :] -= 0.5 * (hz[1:, :] - hz[:-1, :])
        ex[:, 1:] -= 0.5 * (hz[:, 1:] - hz[:, :-1])
        hz[:-1, :-1] -= 0.7 * (ex[:-1, 1:] - ex[:-1, :-1] + ey[1:, :-1] - ey[:-1, :-1])
