"""Hints that name the elements too, evaluated late, and unpacked sizes."""
from __future__ import annotations


class Statistics:
    def __init__(self, m: int, n: int):
        self.columns = m
        self.rows = n

    def correlation(self, data: list[list[float]], corr: list[list[float]]) -> None:
        for i in range(self.columns - 1):
            corr[i][i] = 1.0
            for j in range(i + 1, self.columns):
                corr[i][j] = 0.0
                for k in range(self.rows):
                    corr[i][j] += data[k][i] * data[k][j]
                corr[j][i] = corr[i][j]
        corr[self.columns - 1][self.columns - 1] = 1.0
