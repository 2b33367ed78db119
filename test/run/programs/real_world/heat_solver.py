"""Heat and Laplace equations with exchanged buffers and a test for convergence."""

import numpy

MAX_STEPS = 200
DIFFUSIVITY = 0.2


class HeatSolver:
    """Finite volumes on a square."""

    def __init__(self, u: numpy.ndarray, alpha: float = DIFFUSIVITY, *, verbose: bool = False):
        self.u = u
        self.alpha = alpha
        self.verbose = verbose
        self.steps_done = 0

    def step(self) -> None:
        u = self.u
        new = u.copy()
        for i in range(1, u.shape[0] - 1):
            for j in range(1, u.shape[1] - 1):
                new[i, j] = u[i, j] + self.alpha * self._laplacian(u, i, j)
        self.u = new
        self.steps_done += 1

    def _laplacian(self, u, i, j):
        return u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1] - 4.0 * u[i, j]

    def run(self, steps: int) -> numpy.ndarray:
        for k in range(steps):
            self.step()
            if self.verbose and k % 2 == 0:
                print(f"step {k}: {self.u.shape}")
        return self.u


def solve(u: numpy.ndarray, tolerance: float = 1e-4) -> tuple:
    """Jacobi's iteration until the largest change is small."""
    old, new = u, u.copy()
    change = tolerance + 1.0
    steps = 0
    while change > tolerance and steps < MAX_STEPS:
        change = 0.0
        for i in range(1, u.shape[0] - 1):
            for j in range(1, u.shape[1] - 1):
                new[i, j] = 0.25 * (old[i - 1, j] + old[i + 1, j] + old[i, j - 1] + old[i, j + 1])
                change = max(change, abs(new[i, j] - old[i, j]))
        old, new = new, old
        steps += 1
    return old, steps


def relax(u: numpy.ndarray, omega: float = 1.2, sweeps: int = 3) -> float:
    """Gauss-Seidel with overrelaxation; gives the last residual."""
    residual = 0.0
    for _ in range(sweeps):
        residual = 0.0
        for i in range(1, u.shape[0] - 1):
            for j in range(1, u.shape[1] - 1):
                r = u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1] - 4.0 * u[i, j]
                u[i, j] += omega * 0.25 * r
                residual += r * r
    return residual
