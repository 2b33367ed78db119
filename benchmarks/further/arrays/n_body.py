"""Bodies that attract each other, stepped by leapfrog."""

import numpy as np


def accelerations(position: np.ndarray, mass: np.ndarray, softening: float) -> np.ndarray:
    x = position[:, 0:1]
    y = position[:, 1:2]
    z = position[:, 2:3]
    dx = x.T - x
    dy = y.T - y
    dz = z.T - z
    inverse = (dx**2 + dy**2 + dz**2 + softening**2) ** -1.5
    ax = (dx * inverse) @ mass
    ay = (dy * inverse) @ mass
    az = (dz * inverse) @ mass
    return np.stack([ax, ay, az], axis=1)


def n_body(position: np.ndarray, velocity: np.ndarray, mass: np.ndarray, dt: float, steps: int):
    acceleration = accelerations(position, mass, softening=0.1)
    for _ in range(steps):
        velocity += 0.5 * dt * acceleration
        position += dt * velocity
        acceleration = accelerations(position, mass, softening=0.1)
        velocity += 0.5 * dt * acceleration
