"""Kalman filter and a pipeline of signal filters."""

from abc import ABC, abstractmethod

import numpy as np


class Kalman:
    def __init__(self, f: np.ndarray, h: np.ndarray, q: np.ndarray, r: np.ndarray, x: np.ndarray, p: np.ndarray):
        self.f, self.h, self.q, self.r = f, h, q, r
        self.x, self.p = x, p

    def predict(self) -> None:
        self.x = self.f @ self.x
        self.p = self.f @ self.p @ self.f.T + self.q

    def update(self, z: np.ndarray) -> np.ndarray:
        y = z - self.h @ self.x
        s = self.h @ self.p @ self.h.T + self.r
        k = self.p @ self.h.T @ np.linalg.inv(s)
        self.x = self.x + k @ y
        self.p = (np.eye(self.p.shape[0]) - k @ self.h) @ self.p
        return y

    def filter(self, measurements: np.ndarray) -> np.ndarray:
        out = np.empty((measurements.shape[0], self.x.shape[0]))
        for t, z in enumerate(measurements):
            self.predict()
            self.update(z)
            out[t] = self.x
        return out


class Stage(ABC):
    @abstractmethod
    def apply(self, signal: np.ndarray) -> np.ndarray: ...


class MovingAverage(Stage):
    def __init__(self, width: int):
        self.width = width

    def apply(self, signal: np.ndarray) -> np.ndarray:
        n = signal.shape[0] - self.width + 1
        out = np.zeros(n)
        for i in range(n):
            for k in range(self.width):
                out[i] += signal[i + k]
            out[i] /= self.width
        return out


class LowPass(Stage):
    def __init__(self, alpha: float = 0.3):
        self.alpha = alpha

    def apply(self, signal: np.ndarray) -> np.ndarray:
        out = np.empty_like(signal)
        last = 0.0
        for i, value in enumerate(signal):
            last = self.alpha * value + (1 - self.alpha) * last
            out[i] = last
        return out


class Pipeline(Stage):
    def __init__(self, *stages: Stage):
        self.stages = stages

    def apply(self, signal: np.ndarray) -> np.ndarray:
        for stage in self.stages:
            signal = stage.apply(signal)
        return signal


def process(signal: np.ndarray, width: int = 3, *, alpha: float = 0.3) -> np.ndarray:
    return Pipeline(MovingAverage(width), LowPass(alpha)).apply(signal)


def peaks(signal: np.ndarray, least: float = 0.0) -> list[int]:
    return [i for i in range(1, len(signal) - 1) if signal[i - 1] < signal[i] > signal[i + 1] and signal[i] > least]


def zero_crossings(signal: np.ndarray) -> int:
    count = 0
    for a, b in zip(signal[:-1], signal[1:]):
        if a * b < 0:
            count += 1
    return count
