"""Horizontal diffusion of a weather model: limited fluxes of a Laplacian."""

import numpy as np


def horizontal_diffusion(field: "np.ndarray", coefficient: "np.ndarray", out: "np.ndarray"):
    rows, columns = out.shape[0], out.shape[1]
    lap = 4.0 * field[1:-1, 1:-1, :] - (
        field[2:, 1:-1, :] + field[:-2, 1:-1, :] + field[1:-1, 2:, :] + field[1:-1, :-2, :]
    )
    difference = lap[1:, 1 : columns + 1, :] - lap[:-1, 1 : columns + 1, :]
    flux_i = np.where(difference * (field[2:-1, 2:-2, :] - field[1:-2, 2:-2, :]) > 0.0, 0.0, difference)
    difference = lap[1 : rows + 1, 1:, :] - lap[1 : rows + 1, :-1, :]
    flux_j = np.where(difference * (field[2:-2, 2:-1, :] - field[2:-2, 1:-2, :]) > 0.0, 0.0, difference)
    out[:] = field[2:-2, 2:-2, :] - coefficient * (
        flux_i[1:, :, :] - flux_i[:-1, :, :] + flux_j[:, 1:, :] - flux_j[:, :-1, :]
    )
