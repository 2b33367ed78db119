"""Particles, bodies in lists, and a layer of a network, as classes with helpers among their methods."""

import numpy as np
import math


class Sph:
    G = 9.81
    H = 0.5

    def __init__(self, n: int):
        self.n = n
        self.x = np.zeros(n)
        self.y = np.zeros(n)
        self.rho = np.zeros(n)
        self.mass = 1.0

    @staticmethod
    def kernel(r, h):
        return (1.0 - r / h) ** 3

    def dist(self, i, j):
        return math.sqrt((self.x[i] - self.x[j]) ** 2 + (self.y[i] - self.y[j]) ** 2)

    def density(self):
        for i in range(self.n):
            s = 0.0
            for j in range(self.n):
                dx = self.x[i] - self.x[j]
                dy = self.y[i] - self.y[j]
                r2 = dx * dx + dy * dy
                s += self.mass * math.exp(-r2 / (self.H * self.H))
            self.rho[i] = s

    def density2(self):
        for i in range(self.n):
            self.rho[i] = 0.0
            for j in range(self.n):
                self.rho[i] += self.mass * self.kernel(self.dist(i, j), self.H)

    def density3(self):
        for i in range(self.n):
            self.rho[i] = 0.0
            for j in range(self.n):
                self.rho[i] += self.mass * Sph.kernel(self.dist(i, j), Sph.H)


class ListSystem:
    def __init__(self, pos: list, vel: list):
        self.pos = pos
        self.vel = vel
        self.n = len(pos)
        self.dt = 0.01

    def energy(self, masses: list):
        e = 0.0
        for i in range(self.n):
            for d in range(3):
                e += 0.5 * masses[i] * self.vel[i][d] * self.vel[i][d]
        return e

    def advance(self):
        for i in range(self.n):
            for d in range(3):
                self.pos[i][d] += self.dt * self.vel[i][d]

    def forces(self, F: list):
        for i in range(self.n):
            for j in range(self.n):
                for d in range(3):
                    F[i][d] += self.pos[j][d] - self.pos[i][d]

    def forces2(self, F: list):
        n = self.n
        pos = self.pos
        for i in range(n):
            for j in range(n):
                r2 = self._r2(i, j) + 1e-9
                for d in range(3):
                    F[i][d] += (pos[j][d] - pos[i][d]) / r2

    def _r2(self, i, j):
        return (self.pos[i][0] - self.pos[j][0]) ** 2 + (self.pos[i][1] - self.pos[j][1]) ** 2


class Dense:
    def __init__(self, n_in: int, n_out: int, rng=None):
        rng = rng or np.random.default_rng(0)
        self.W = rng.standard_normal((n_in, n_out))
        self.b = np.zeros(n_out)
        self.n_in = n_in
        self.n_out = n_out
        self.x = None
        self.dW = np.zeros_like(self.W)

    def forward(self, x: np.ndarray) -> np.ndarray:
        self.x = x
        batch = x.shape[0]
        out = np.zeros((batch, self.n_out))
        for b in range(batch):
            for o in range(self.n_out):
                s = self.b[o]
                for i in range(self.n_in):
                    s += x[b, i] * self.W[i, o]
                out[b, o] = s
        return out

    def backward(self, grad: np.ndarray) -> np.ndarray:
        batch = grad.shape[0]
        dx = np.zeros((batch, self.n_in))
        for b in range(batch):
            for i in range(self.n_in):
                for o in range(self.n_out):
                    self.dW[i, o] += self.x[b, i] * grad[b, o]
                    dx[b, i] += grad[b, o] * self.W[i, o]
        return dx

    def relu(self, x: np.ndarray):
        out = np.zeros_like(x)
        for i in range(x.shape[0]):
            for j in range(x.shape[1]):
                out[i, j] = self.act(x[i, j])
        return out

    def act(self, v):
        return v if v > 0 else 0.0

    def update(self, lr: float = 0.01):
        for i in range(self.n_in):
            for o in range(self.n_out):
                self.W[i, o] -= lr * self.dW[i, o]
                self.dW[i, o] = 0.0
