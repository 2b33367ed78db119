"""Bodies in lists that attract each other, pair by pair."""

from math import sqrt


def list_n_body(position: list, velocity: list, mass: list, dt: float, steps: int):
    n = len(mass)
    for _ in range(steps):
        for i in range(n):
            for j in range(i + 1, n):
                dx = position[i][0] - position[j][0]
                dy = position[i][1] - position[j][1]
                dz = position[i][2] - position[j][2]
                squared = dx * dx + dy * dy + dz * dz + 0.01
                magnitude = dt / (squared * sqrt(squared))
                velocity[i][0] -= dx * mass[j] * magnitude
                velocity[i][1] -= dy * mass[j] * magnitude
                velocity[i][2] -= dz * mass[j] * magnitude
                velocity[j][0] += dx * mass[i] * magnitude
                velocity[j][1] += dy * mass[i] * magnitude
                velocity[j][2] += dz * mass[i] * magnitude
        for i in range(n):
            for axis in range(3):
                position[i][axis] += dt * velocity[i][axis]
