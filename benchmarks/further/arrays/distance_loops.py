"""The matrix of distances between points, pair by pair, mirrored."""

import numpy as np


def distance_loops(points: np.ndarray, result: np.ndarray):
    n = len(points)
    for i in range(n):
        result[i, i] = 0.0
        for j in range(i + 1, n):
            difference = points[i] - points[j]
            result[i, j] = np.sqrt(np.dot(difference, difference))
            result[j, i] = result[i, j]
