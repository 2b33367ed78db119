"""Bodies under gravity, on arrays and on lists."""

import math
from dataclasses import dataclass

import numpy as np

G = 1.0
SOFTENING = 1e-3


@dataclass
class Body:
    x: float
    y: float
    mass: float = 1.0


class Simulation:
    def __init__(self, position: np.ndarray, mass: np.ndarray, dt=0.01):
        if position.shape[0] != mass.shape[0]:
            raise ValueError("one mass for each body")
        self.position = position
        self.velocity = np.zeros_like(position)
        self.mass = mass
        self.dt = dt
        self.energies = []

    def accelerations(self) -> np.ndarray:
        n = self.position.shape[0]
        acc = np.zeros((n, 3))
        for i in range(n):
            for j in range(n):
                if i == j:
                    continue
                d = self.position[j] - self.position[i]
                r2 = d[0] ** 2 + d[1] ** 2 + d[2] ** 2 + SOFTENING
                acc[i] += G * self.mass[j] * d / (r2 * math.sqrt(r2))
        return acc

    def step(self) -> None:
        a = self.accelerations()
        for i in range(self.position.shape[0]):
            for k in range(3):
                self.velocity[i, k] += self.dt * a[i, k]
                self.position[i, k] += self.dt * self.velocity[i, k]

    def kinetic(self) -> float:
        total = 0.0
        for m, v in zip(self.mass, self.velocity):
            total += 0.5 * m * (v[0] ** 2 + v[1] ** 2 + v[2] ** 2)
        return total

    def run(self, steps: int) -> list:
        for _ in range(steps):
            self.step()
            self.energies.append(self.kinetic())
        return self.energies


def potential(x: list[list[float]], m: list[float]) -> float:
    total = 0.0
    for i in range(len(m)):
        for j in range(i + 1, len(m)):
            r = math.sqrt((x[i][0] - x[j][0]) ** 2 + (x[i][1] - x[j][1]) ** 2 + (x[i][2] - x[j][2]) ** 2)
            total -= G * m[i] * m[j] / r
    return total


def centre(bodies: list) -> tuple:
    mass = sum(b.mass for b in bodies)
    return sum(b.x * b.mass for b in bodies) / mass, sum(b.y * b.mass for b in bodies) / mass
