"""Random numbers: walks, Metropolis sampling, bootstrap, an option's price."""

import random
from collections import defaultdict
from functools import lru_cache

import numpy as np


class Walker:
    def __init__(self, size: int, seed: int = 0):
        self.seed = seed
        self.position = np.zeros(2, dtype=int)
        self.visits = np.zeros((size, size), dtype=int)

    def walk(self, steps: int) -> np.ndarray:
        rng = np.random.default_rng(self.seed)
        for _ in range(steps):
            self.position += rng.integers(-1, 2, size=2)
            self.position %= self.visits.shape[0]
            self.visits[tuple(self.position)] += 1
        return self.visits


def ising(spins: np.ndarray, beta: float, sweeps: int = 2, seed: int = 3) -> tuple[int, float]:
    rng = random.Random(seed)
    n, m = spins.shape
    flips = 0
    for _ in range(sweeps * n * m):
        i, j = rng.randrange(n), rng.randrange(m)
        near = spins[(i + 1) % n, j] + spins[i - 1, j] + spins[i, (j + 1) % m] + spins[i, j - 1]
        delta = 2 * spins[i, j] * near
        if delta <= 0 or rng.random() < np.exp(-beta * delta):
            spins[i, j] = -spins[i, j]
            flips += 1
    energy = 0.0
    for i in range(n):
        for j in range(m):
            energy -= spins[i, j] * (spins[(i + 1) % n, j] + spins[i, (j + 1) % m])
    return flips, energy


def option_price(paths: int, steps: int, seed: int = 0) -> float:
    np.random.seed(seed)
    total = 0.0
    for _ in range(paths):
        price = 100.0
        for z in np.random.standard_normal(steps):
            price *= np.exp(0.01 + 0.1 * z)
        total += max(price - 100.0, 0.0)
    return total / paths


def bootstrap(values: np.ndarray, samples: int = 5, seed: int = 0) -> np.ndarray:
    rng = np.random.RandomState(seed)
    n = values.shape[0]
    means = np.zeros(samples)
    for s in range(samples):
        index = rng.randint(0, n, n)
        for i in range(n):
            means[s] += values[index[i]]
        means[s] /= n
    return means


def transitions(states: list[int]) -> dict:
    table = defaultdict(int)
    for a, b in zip(states, states[1:]):
        table[a, b] += 1
    return dict(table)


@lru_cache(maxsize=None)
def paths(n: int, m: int) -> int:
    return 1 if n == 0 or m == 0 else paths(n - 1, m) + paths(n, m - 1)
