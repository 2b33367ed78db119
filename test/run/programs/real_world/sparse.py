"""Sparse matrices by rows, and conjugate gradients on them."""

import numpy as np

MAX_ITERATIONS = 50


class Csr:
    def __init__(self, data: np.ndarray, indices: np.ndarray, indptr: np.ndarray, shape: tuple[int, int]):
        self.data, self.indices, self.indptr = data, indices, indptr
        self.shape = shape

    @classmethod
    def from_dense(cls, a: np.ndarray) -> "Csr":
        data, indices, indptr = [], [], [0]
        for row in a:
            for j, value in enumerate(row):
                if value != 0:
                    data.append(float(value))
                    indices.append(j)
            indptr.append(len(data))
        return cls(np.array(data), np.array(indices, dtype=np.int64), np.array(indptr), a.shape)

    def dot(self, x: np.ndarray) -> np.ndarray:
        if x.shape[0] != self.shape[1]:
            raise ValueError(f"shapes {self.shape} and {x.shape} do not agree")
        y = np.zeros(self.shape[0])
        for i in range(self.shape[0]):
            for p in range(self.indptr[i], self.indptr[i + 1]):
                y[i] += self.data[p] * x[self.indices[p]]
        return y

    def to_dense(self) -> np.ndarray:
        out = np.zeros(self.shape)
        for i in range(self.shape[0]):
            for p in range(self.indptr[i], self.indptr[i + 1]):
                out[i, self.indices[p]] = self.data[p]
        return out

    __matmul__ = dot


def inner(a: np.ndarray, b: np.ndarray) -> float:
    total = 0.0
    for x, y in zip(a, b):
        total += x * y
    return total


def conjugate_gradient(a: np.ndarray, b: np.ndarray, tolerance: float = 1e-10):
    matrix = Csr.from_dense(a)
    x = np.zeros_like(b)
    r = b - matrix @ x
    p = r.copy()
    rr = inner(r, r)
    for iteration in range(MAX_ITERATIONS):
        if rr < tolerance:
            return x, iteration
        q = matrix @ p
        alpha = rr / inner(p, q)
        for i in range(len(x)):
            x[i] += alpha * p[i]
            r[i] -= alpha * q[i]
        rr, last = inner(r, r), rr
        p = r + rr / last * p
    return x, MAX_ITERATIONS
