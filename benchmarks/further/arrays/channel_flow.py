"""Momentum and pressure of a flow in a channel, some steps of each."""

import numpy as np


def relax_pressure(p: np.ndarray, source: np.ndarray, dx: float, dy: float, sweeps: int):
    for _ in range(sweeps):
        pn = p.copy()
        p[1:-1, 1:-1] = ((pn[1:-1, 2:] + pn[1:-1, :-2]) * dy**2 + (pn[2:, 1:-1] + pn[:-2, 1:-1]) * dx**2) / (
            2.0 * (dx**2 + dy**2)
        ) - dx**2 * dy**2 / (2.0 * (dx**2 + dy**2)) * source[1:-1, 1:-1]
        p[0, :] = p[1, :]
        p[-1, :] = p[-2, :]


def channel_flow(u: np.ndarray, v: np.ndarray, p: np.ndarray, dt: float, nu: float, steps: int):
    dx = 2.0 / (u.shape[1] - 1)
    dy = 2.0 / (u.shape[0] - 1)
    source = np.zeros_like(p)
    for _ in range(steps):
        source[1:-1, 1:-1] = (
            (u[1:-1, 2:] - u[1:-1, :-2]) / (2.0 * dx) + (v[2:, 1:-1] - v[:-2, 1:-1]) / (2.0 * dy)
        ) / dt
        relax_pressure(p, source, dx, dy, sweeps=5)
        un = u.copy()
        vn = v.copy()
        u[1:-1, 1:-1] -= (
            un[1:-1, 1:-1] * dt / dx * (un[1:-1, 1:-1] - un[1:-1, :-2])
            + vn[1:-1, 1:-1] * dt / dy * (un[1:-1, 1:-1] - un[:-2, 1:-1])
            + dt / (2.0 * dx) * (p[1:-1, 2:] - p[1:-1, :-2])
        )
        u[1:-1, 1:-1] += (
            nu
            * dt
            * (
                (un[1:-1, 2:] - 2.0 * un[1:-1, 1:-1] + un[1:-1, :-2]) / dx**2
                + (un[2:, 1:-1] - 2.0 * un[1:-1, 1:-1] + un[:-2, 1:-1]) / dy**2
            )
        )
        v[1:-1, 1:-1] -= dt / (2.0 * dy) * (p[2:, 1:-1] - p[:-2, 1:-1])
        u[0, :] = 0.0
        u[-1, :] = 0.0
        v[0, :] = 0.0
        v[-1, :] = 0.0
