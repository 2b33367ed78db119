"""The largest eigenvalue of a symmetric matrix, as soon as it settles."""

import numpy as np


def power_iteration(a: np.ndarray, v: np.ndarray, tolerance: float = 1e-9, limit: int = 50) -> float:
    value = 0.0
    for _ in range(limit):
        product = a @ v
        norm = np.sqrt((product**2).sum())
        if norm == 0.0:
            return 0.0
        v[:] = product / norm
        if abs(norm - value) < tolerance * norm:
            return norm
        value = norm
    return value
