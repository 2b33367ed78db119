"""Small linear algebra with a data class around it."""

from dataclasses import dataclass
from typing import ClassVar, Optional, Union

import numpy as np
from numpy import array, dot, eye, float64, zeros
from numpy.linalg import LinAlgError
from numpy.typing import NDArray

Number = Union[int, float]
PIVOT_LIMIT = 1e-12


@dataclass(frozen=True)
class Matrix:
    data: NDArray[float64]
    created: ClassVar[int] = 0

    def __post_init__(self):
        type(self).created += 1

    @property
    def shape(self) -> tuple[int, int]:
        return self.data.shape

    @property
    def trace(self) -> float:
        t = 0.0
        for i in range(min(self.data.shape)):
            t += self.data[i, i]
        return t

    def __add__(self, other: "Matrix") -> "Matrix":
        return Matrix(self.data + other.data)

    def __mul__(self, factor: Number) -> "Matrix":
        return Matrix(factor * self.data)

    __rmul__ = __mul__

    def __matmul__(self, other: "Matrix") -> "Matrix":
        return Matrix(multiply(self.data, other.data))

    def power(self, n: int) -> "Matrix":
        result, base = Matrix(eye(self.shape[0])), self
        while n > 0:
            if n & 1:
                result = result @ base
            base, n = base @ base, n >> 1
        return result


def multiply(a: NDArray[float64], b: NDArray[float64], out: Optional[np.ndarray] = None) -> np.ndarray:
    if out is None:
        out = zeros((a.shape[0], b.shape[1]))
    for i in range(a.shape[0]):
        for j in range(b.shape[1]):
            out[i, j] = 0.0
            for k in range(a.shape[1]):
                out[i, j] += a[i, k] * b[k, j]
    return out


def solve(a: NDArray[float64], b: NDArray[float64]) -> NDArray[float64]:
    """Gaussian elimination with pivots."""
    a, b = a.copy(), b.copy()
    n = len(b)
    for k in range(n):
        pivot = k
        for i in range(k + 1, n):
            if abs(a[i, k]) > abs(a[pivot, k]):
                pivot = i
        if abs(a[pivot, k]) < PIVOT_LIMIT:
            raise LinAlgError(f"column {k}")
        if pivot != k:
            a[[k, pivot]] = a[[pivot, k]]
            b[k], b[pivot] = b[pivot], b[k]
        for i in range(k + 1, n):
            factor = a[i, k] / a[k, k]
            for j in range(k, n):
                a[i, j] -= factor * a[k, j]
            b[i] -= factor * b[k]
    x = zeros(n)
    for i in reversed(range(n)):
        x[i] = (b[i] - dot(a[i, i + 1 :], x[i + 1 :])) / a[i, i]
    return x


def dominant(a: NDArray[float64], iterations: int = 30) -> tuple[float, np.ndarray]:
    v = array([1.0] * a.shape[0])
    value = 0.0
    for _ in range(iterations):
        w = zeros(a.shape[0])
        for i in range(a.shape[0]):
            for j in range(a.shape[1]):
                w[i] += a[i, j] * v[j]
        value = max(abs(w))
        v = w / value
    return value, v


def statistics(a: np.ndarray) -> dict:
    low, high, total = a[0, 0], a[0, 0], 0.0
    for row in a:
        for x in row:
            if x < low:
                low = x
            if x > high:
                high = x
            total += x
    return {"low": low, "high": high, "mean": total / a.size}
