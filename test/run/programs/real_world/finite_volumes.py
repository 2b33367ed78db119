"""Transport in one dimension and shallow water in two, in classes that inherit."""

from enum import Enum

import numpy as np


class Scheme(Enum):
    UPWIND = "upwind"
    CENTRAL = "central"


class Mesh:
    def __init__(self, cells: int, length: float = 1.0):
        self.cells = cells
        self.width = length / cells


class Solver:
    cfl = 0.5

    def __init__(self, mesh: Mesh, values: np.ndarray):
        self.mesh, self.values = mesh, values
        self.flux = np.zeros(mesh.cells + 1)
        self.time = 0.0

    @property
    def time_step(self) -> float:
        return self.cfl * self.mesh.width

    def fluxes(self) -> None:
        raise NotImplementedError

    def advance(self) -> None:
        self.fluxes()
        dt, dx = self.time_step, self.mesh.width
        for i in range(self.mesh.cells):
            self.values[i] -= dt / dx * (self.flux[i + 1] - self.flux[i])
        self.time += dt

    def run(self, end: float, callback=None) -> int:
        steps = 0
        while self.time < end:
            self.advance()
            steps += 1
            if callback is not None:
                callback(steps, self.time)
        return steps


class Advection(Solver):
    def __init__(self, mesh: Mesh, values: np.ndarray, speed: float = 1.0, scheme: Scheme = Scheme.UPWIND):
        super().__init__(mesh, values)
        self.speed = speed
        self.scheme = scheme

    def fluxes(self) -> None:
        n = self.mesh.cells
        if self.scheme is Scheme.UPWIND:
            for i in range(1, n + 1):
                self.flux[i] = self.speed * self.values[i - 1]
        else:
            for i in range(1, n):
                self.flux[i] = 0.5 * self.speed * (self.values[i - 1] + self.values[i])
            self.flux[n] = self.speed * self.values[n - 1]
        self.flux[0] = self.flux[n]


class Burgers(Solver):
    def fluxes(self) -> None:
        u = self.values
        for i in range(1, self.mesh.cells):
            self.flux[i] = 0.5 * max(u[i - 1], 0.0) ** 2 + 0.5 * min(u[i], 0.0) ** 2


def shallow_water(h: np.ndarray, u: np.ndarray, v: np.ndarray, dt: float = 0.01, steps: int = 2) -> float:
    g = 9.81
    n, m = h.shape
    for _ in range(steps):
        for i in range(1, n - 1):
            for j in range(1, m - 1):
                u[i, j] -= dt * g * (h[i + 1, j] - h[i - 1, j]) / 2
                v[i, j] -= dt * g * (h[i, j + 1] - h[i, j - 1]) / 2
        hn = h.copy()
        for i in range(1, n - 1):
            for j in range(1, m - 1):
                hn[i, j] = h[i, j] - dt * (u[i + 1, j] - u[i - 1, j] + v[i, j + 1] - v[i, j - 1]) / 2
        h[:] = hn
    mass = 0.0
    for row in h:
        mass += row.sum()
    return mass
