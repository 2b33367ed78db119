"""Variograms, kriging by simple means, inverse distances, Monte Carlo."""

import math
import warnings

import numpy as np

RANGE = 2.0
counter = 0


def _kernel(h: float, sill: float = 1.0) -> float:
    return sill * math.exp(-h / RANGE)


def distances(points: np.ndarray) -> np.ndarray:
    n = points.shape[0]
    out = np.zeros((n, n))

    def between(i, j):
        return math.sqrt((points[i, 0] - points[j, 0]) ** 2 + (points[i, 1] - points[j, 1]) ** 2)

    for i in range(n):
        for j in range(i + 1, n):
            out[i, j] = out[j, i] = between(i, j)
    return out


def covariance(points: np.ndarray, sill: float = 1.0) -> np.ndarray:
    global counter
    counter += 1
    d = distances(points)
    for i in range(d.shape[0]):
        for j in range(d.shape[1]):
            d[i, j] = _kernel(d[i, j], sill)
    return d


def variogram(points: np.ndarray, values: np.ndarray, lags: int = 4, width: float = 0.5):
    if points.shape[0] != values.shape[0]:
        raise ValueError("points and values differ")
    gamma, pairs = np.zeros(lags), np.zeros(lags, dtype=np.int64)
    for i in range(len(values)):
        for j in range(i):
            h = math.hypot(points[i, 0] - points[j, 0], points[i, 1] - points[j, 1])
            lag = int(h / width)
            if lag >= lags:
                continue
            gamma[lag] += 0.5 * (values[i] - values[j]) ** 2
            pairs[lag] += 1
    for lag in range(lags):
        if pairs[lag]:
            gamma[lag] /= pairs[lag]
        else:
            warnings.warn(f"no pairs at lag {lag}", stacklevel=2)
    return gamma, pairs


def inverse_distance(points: np.ndarray, values: np.ndarray, x: float, y: float, power: float = 2.0) -> float:
    top = bottom = 0.0
    for (px, py), v in zip(points, values):
        d = math.hypot(px - x, py - y)
        if d == 0.0:
            return v
        w = 1.0 / d**power
        top += w * v
        bottom += w
    return top / bottom


def monte_carlo_pi(n: int, seed: int = 1) -> float:
    rng = np.random.default_rng(seed)
    inside = 0
    for _ in range(n):
        x, y = rng.random(), rng.random()
        if x * x + y * y <= 1.0:
            inside += 1
    return 4.0 * inside / n if n else math.nan


def standardize(a: np.ndarray, *columns: int, ddof: int = 0) -> tuple:
    means = []
    for j in columns or range(a.shape[1]):
        mean = 0.0
        for i in range(a.shape[0]):
            mean += a[i, j]
        mean /= a.shape[0] - ddof
        for i in range(a.shape[0]):
            a[i, j] -= mean
        means.append(mean)
    return a, means
