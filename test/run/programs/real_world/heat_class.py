"""A solver of the heat equation that keeps its state in attributes."""

import numpy as np


class Heat2D:
    """Explicit heat equation."""

    def __init__(self, nx: int, ny: int, alpha: float = 0.1):
        self.nx = nx
        self.ny = ny
        self.dx = 1.0 / (nx - 1)
        self.dy = 1.0 / (ny - 1)
        self.alpha = alpha
        self.dt = 0.1 * self.dx ** 2 / alpha
        self.u = np.zeros((nx, ny))
        self.u[nx // 4: nx // 2, ny // 4: ny // 2] = 1.0
        self.total = 0.0

    def step(self):
        un = self.u.copy()
        for i in range(1, self.nx - 1):
            for j in range(1, self.ny - 1):
                self.u[i, j] = un[i, j] + self.alpha * self.dt * (
                    (un[i + 1, j] - 2 * un[i, j] + un[i - 1, j]) / self.dx ** 2
                    + (un[i, j + 1] - 2 * un[i, j] + un[i, j - 1]) / self.dy ** 2
                )

    def step_new(self):
        un = np.empty_like(self.u)
        un[:] = self.u
        for i in range(1, self.nx - 1):
            for j in range(1, self.ny - 1):
                un[i, j] = self.u[i, j] + self._lap(i, j) * self.dt
        self.u = un

    def _lap(self, i, j):
        u = self.u
        return (u[i + 1, j] - 2 * u[i, j] + u[i - 1, j]) / self.dx ** 2

    def run(self, steps: int):
        for _ in range(steps):
            self.step()
        return self.u

    def energy(self):
        e = 0.0
        for i in range(self.nx):
            for j in range(self.ny):
                e += self.u[i, j] * self.u[i, j]
        self.total += e
        return e * self.dx * self.dy

    def apply_boundary(self):
        for i in range(self.nx):
            self.u[i, 0] = 0.0
            self.u[i, self.ny - 1] = 0.0

    def evolve(self, steps: int):
        for t in range(steps):
            un = self.u.copy()
            for i in range(1, self.nx - 1):
                for j in range(1, self.ny - 1):
                    self.u[i, j] = un[i, j] + 0.1 * (un[i + 1, j] + un[i - 1, j] + un[i, j + 1] + un[i, j - 1] - 4.0 * un[i, j])
