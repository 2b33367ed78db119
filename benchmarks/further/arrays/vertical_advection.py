"""Implicit vertical advection of a weather model: a tridiagonal system in every column."""

import numpy as np


def vertical_advection(wind: np.ndarray, field: np.ndarray, tendency: np.ndarray, dt: float):
    levels = field.shape[2]
    c = np.zeros_like(field)
    d = np.zeros_like(field)
    weight = 0.25 * dt
    c[:, :, 0] = weight * wind[:, :, 1]
    d[:, :, 0] = field[:, :, 0] + dt * tendency[:, :, 0]
    for k in range(1, levels - 1):
        a = -weight * wind[:, :, k]
        b = 1.0 - a - weight * wind[:, :, k + 1]
        divisor = 1.0 / (b - a * c[:, :, k - 1])
        c[:, :, k] = weight * wind[:, :, k + 1] * divisor
        d[:, :, k] = (field[:, :, k] + dt * tendency[:, :, k] - a * d[:, :, k - 1]) * divisor
    field[:, :, -1] = d[:, :, -2]
    for k in range(levels - 2, -1, -1):
        field[:, :, k] = d[:, :, k] - c[:, :, k] * field[:, :, k + 1]
