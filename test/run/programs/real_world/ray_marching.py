"""Signed distances, spheres and shading."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

MAX_STEPS = 24
EPSILON = 1e-3
LIGHT = (0.5, 0.5, -0.7)


class Sphere(NamedTuple):
    x: float
    y: float
    z: float
    radius: float

    def distance(self, px: float, py: float, pz: float) -> float:
        return ((px - self.x) ** 2 + (py - self.y) ** 2 + (pz - self.z) ** 2) ** 0.5 - self.radius


def scene(spheres: list[Sphere], px: float, py: float, pz: float) -> float:
    nearest = float("inf")
    for sphere in spheres:
        nearest = min(nearest, sphere.distance(px, py, pz))
    return nearest


def march(spheres: list[Sphere], x: float, y: float) -> tuple[bool, float, int]:
    depth = 0.0
    for step in range(MAX_STEPS):
        d = scene(spheres, x, y, depth)
        if d < EPSILON:
            return True, depth, step
        depth += d
        if depth > 100.0:
            break
    return False, depth, MAX_STEPS


def render(width: int, height: int) -> np.ndarray:
    image = np.zeros((height, width))
    spheres = [Sphere(0.1 * k, 0.0, 3.0 + k, 0.8) for k in range(3)]
    for j in range(height):
        for i in range(width):
            hit, depth, _ = march(spheres, 2.0 * i / width - 1.0, 2.0 * j / height - 1.0)
            image[j, i] = 1.0 / (1.0 + depth) if hit else 0.0
    return image


def shade(normals: np.ndarray, ambient: float = 0.1) -> np.ndarray:
    lx, ly, lz = LIGHT
    out = np.zeros(normals.shape[:2])
    for i in range(normals.shape[0]):
        for j in range(normals.shape[1]):
            d = normals[i, j, 0] * lx + normals[i, j, 1] * ly + normals[i, j, 2] * lz
            out[i, j] = max(d, 0.0) + ambient
    return out


def mandelbrot(width: int, height: int, limit: int = 20) -> np.ndarray:
    counts = np.zeros((height, width), dtype=np.int32)
    for j in range(height):
        for i in range(width):
            c = complex(3.0 * i / width - 2.0, 2.0 * j / height - 1.0)
            z, n = 0j, 0
            while abs(z) <= 2.0 and n < limit:
                z = z * z + c
                n += 1
            counts[j, i] = n
    return counts
