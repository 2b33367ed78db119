"""fdtd-2d on NumPy arrays. Finite differences in the time domain: an electromagnetic wave in the plane."""

from __future__ import annotations

import numpy as np


class Fdtd2d:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, tmax: int, nx: int, ny: int):
        self.TMAX = tmax
        self.NX = nx
        self.NY = ny

    def kernel(self, ex: np.ndarray, ey: np.ndarray, hz: np.ndarray, fict: np.ndarray):
        for t in range(self.TMAX):
            ey[0, :] = fict[t]
            ey[1:, :] -= 0.5 * (hz[1:, :] - hz[:-1, :])
            ex[:, 1:] -= 0.5 * (hz[:, 1:] - hz[:, :-1])
            hz[:-1, :-1] -= 0.7 * (ex[:-1, 1:] - ex[:-1, :-1] + ey[1:, :-1] - ey[:-1, :-1])


def kernel_fdtd_2d(
    tmax: int,
    nx: int,
    ny: int,
    ex: np.ndarray[np.float64][1000, 1200],
    ey: np.ndarray[np.float64][1000, 1200],
    hz: np.ndarray[np.float64][1000, 1200],
    fict: np.ndarray[np.float64][500],
):
    for t in range(tmax):
        ey[0, :] = fict[t]
        ey[1:, :] -= 0.5 * (hz[1:, :] - hz[:-1, :])
        ex[:, 1:] -= 0.5 * (hz[:, 1:] - hz[:, :-1])
        hz[:-1, :-1] -= 0.7 * (ex[:-1, 1:] - ex[:-1, :-1] + ey[1:, :-1] - ey[:-1, :-1])
