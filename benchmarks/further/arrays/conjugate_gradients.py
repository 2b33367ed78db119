"""A positive definite system solved by conjugate gradients."""

import numpy as np


def conjugate_gradients(a: np.ndarray, b: np.ndarray, x: np.ndarray, tolerance: float, limit: int) -> int:
    residual = b - np.dot(a, x)
    direction = residual.copy()
    rho = np.dot(residual, residual)
    steps = 0
    while np.sqrt(rho) > tolerance:
        if steps == limit:
            break
        product = np.dot(a, direction)
        alpha = rho / np.dot(direction, product)
        x += alpha * direction
        residual -= alpha * product
        rho_new = np.dot(residual, residual)
        direction = residual + (rho_new / rho) * direction
        rho = rho_new
        steps += 1
    return steps
