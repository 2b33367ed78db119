"""adi on NumPy arrays. Heat flow in the plane by alternating implicit steps along the two axes."""

from __future__ import annotations

import numpy as np


class Adi:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, tsteps: int, n: int):
        self.TSTEPS = tsteps
        self.N = n

    def kernel(self, u: np.ndarray, v: np.ndarray, p: np.ndarray, q: np.ndarray):
        dx = 1.0 / self.N
        dy = 1.0 / self.N
        dt = 1.0 / self.TSTEPS
        mul1 = 2.0 * dt / (dx * dx)
        mul2 = 1.0 * dt / (dy * dy)
        a = -mul1 / 2.0
        b = 1.0 + mul1
        c = a
        d = -mul2 / 2.0
        e = 1.0 + mul2
        f = d
        for t in range(1, self.TSTEPS + 1):
            # Along the columns, all columns at a time.
            v[0, 1:-1] = 1.0
            p[1:-1, 0] = 0.0
            q[1:-1, 0] = v[0, 1:-1]
            for j in range(1, self.N - 1):
                p[1:-1, j] = -c / (a * p[1:-1, j - 1] + b)
                q[1:-1, j] = (
                    -d * u[j, :-2] + (1.0 + 2.0 * d) * u[j, 1:-1] - f * u[j, 2:] - a * q[1:-1, j - 1]
                ) / (a * p[1:-1, j - 1] + b)
            v[self.N - 1, 1:-1] = 1.0
            for j in range(self.N - 2, 0, -1):
                v[j, 1:-1] = p[1:-1, j] * v[j + 1, 1:-1] + q[1:-1, j]
            # Along the rows, all rows at a time.
            u[1:-1, 0] = 1.0
            p[1:-1, 0] = 0.0
            q[1:-1, 0] = u[1:-1, 0]
            for j in range(1, self.N - 1):
                p[1:-1, j] = -f / (d * p[1:-1, j - 1] + e)
                q[1:-1, j] = (
                    -a * v[:-2, j] + (1.0 + 2.0 * a) * v[1:-1, j] - c * v[2:, j] - d * q[1:-1, j - 1]
                ) / (d * p[1:-1, j - 1] + e)
            u[1:-1, self.N - 1] = 1.0
            for j in range(self.N - 2, 0, -1):
                u[1:-1, j] = p[1:-1, j] * u[1:-1, j + 1] + q[1:-1, j]


def kernel_adi(
    tsteps: int,
    n: int,
    u: np.ndarray[np.float64][1000, 1000],
    v: np.ndarray[np.float64][1000, 1000],
    p: np.ndarray[np.float64][1000, 1000],
    q: np.ndarray[np.float64][1000, 1000],
):
    dx = 1.0 / n
    dy = 1.0 / n
    dt = 1.0 / tsteps
    mul1 = 2.0 * dt / (dx * dx)
    mul2 = 1.0 * dt / (dy * dy)
    a = -mul1 / 2.0
    b = 1.0 + mul1
    c = a
    d = -mul2 / 2.0
    e = 1.0 + mul2
    f = d
    for t in range(1, tsteps + 1):
        # Along the columns, all columns at a time.
        v[0, 1:-1] = 1.0
        p[1:-1, 0] = 0.0
        q[1:-1, 0] = v[0, 1:-1]
        for j in range(1, n - 1):
            p[1:-1, j] = -c / (a * p[1:-1, j - 1] + b)
            q[1:-1, j] = (
                -d * u[j, :-2] + (1.0 + 2.0 * d) * u[j, 1:-1] - f * u[j, 2:] - a * q[1:-1, j - 1]
            ) / (a * p[1:-1, j - 1] + b)
        v[n - 1, 1:-1] = 1.0
        for j in range(n - 2, 0, -1):
            v[j, 1:-1] = p[1:-1, j] * v[j + 1, 1:-1] + q[1:-1, j]
        # Along the rows, all rows at a time.
        u[1:-1, 0] = 1.0
        p[1:-1, 0] = 0.0
        q[1:-1, 0] = u[1:-1, 0]
        for j in range(1, n - 1):
            p[1:-1, j] = -f / (d * p[1:-1, j - 1] + e)
            q[1:-1, j] = (
                -a * v[:-2, j] + (1.0 + 2.0 * a) * v[1:-1, j] - c * v[2:, j] - d * q[1:-1, j - 1]
            ) / (d * p[1:-1, j - 1] + e)
        u[1:-1, n - 1] = 1.0
        for j in range(n - 2, 0, -1):
            u[1:-1, j] = p[1:-1, j] * u[1:-1, j + 1] + q[1:-1, j]
