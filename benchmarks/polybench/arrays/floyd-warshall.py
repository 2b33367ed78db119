"""floyd-warshall on NumPy arrays. Lengths of the shortest paths between all pairs of nodes."""

from __future__ import annotations

import numpy as np


class FloydWarshall:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, n: int):
        self.N = n

    def kernel(self, path: np.ndarray):
        for k in range(self.N):
            for i in range(self.N):
                path[i, :] = np.minimum(path[i, :], path[i, k] + path[k, :])


def kernel_floyd_warshall(n: int, path: np.ndarray[np.float64][2800, 2800]):
    for k in range(n):
        for i in range(n):
            path[i, :] = np.minimum(path[i, :], path[i, k] + path[k, :])
