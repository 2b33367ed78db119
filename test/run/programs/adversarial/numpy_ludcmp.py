"""Elimination with dots, then two triangular systems."""

import numpy as np

ARGUMENTS = "n A:n,n@spd b:n x:n y:n"


def kernel(n: int, A: np.ndarray, b: np.ndarray, x: np.ndarray, y: np.ndarray):
    for i in range(n):
        for j in range(i):
            w = A[i, j] - np.dot(A[i, :j], A[:j, j])
            A[i, j] = w / A[j, j]
        for j in range(i, n):
            A[i, j] -= np.dot(A[i, :i], A[:i, j])
    for i in range(n):
        y[i] = b[i] - np.dot(A[i, :i], y[:i])
    for i in range(n - 1, -1, -1):
        x[i] = (y[i] - np.dot(A[i, i+1:], x[i+1:])) / A[i, i]
