"""Hints that name the elements too, evaluated late, and a new axis instead of a transpose."""
from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


class Statistics:
    def __init__(self, m: int, n: int):
        self.columns = m
        self.rows = n

    def correlation(self, data: NDArray[np.float64], corr: NDArray[np.float64]) -> NDArray[np.float64]:
        for i in range(self.columns - 1):
            corr[i, i] = 1.0
            corr[i, i+1:self.columns] = (data[:, i, np.newaxis] * data[:, i+1:self.columns]).sum(axis=0)
            corr[i+1:self.columns, i] = corr[i, i+1:self.columns]
        corr[self.columns - 1, self.columns - 1] = 1.0
        return corr
