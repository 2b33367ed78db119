"""New arrays of sizes that may be negative, arguments whose values cancel, calls that give another rank for one row."""

import numpy as np

ARGUMENTS = {
    "unused_eye": "a:n n",
    "unused_identity": "a:n n",
    "unused_full": "a:n n",
    "sum_of_full": "a:n n",
    "shorter_full": "a:n n",
    "covariance": "a:n,m b:n,n",
    "correlations": "a:n,m b:n,n",
    "cancelled_size": "a:n n",
    "cancelled_shape": "a:n b:m",
    "unused_length": "a:n b:m",
    "complex_constants": "a:n",
}
LEFT_ALONE = []


def unused_eye(a: np.ndarray, n: int):
    t = np.eye(n, n, 1)
    a[:] = 1.0


def unused_identity(a: np.ndarray, n: int):
    t = np.identity(n)
    a[:] = 1.0


def unused_full(a: np.ndarray, n: int):
    t = np.full(n, 2.0)
    a[:] = 1.0


def sum_of_full(a: np.ndarray, n: int):
    a[:] = np.full(n - 2, 2.0).sum()


def shorter_full(a: np.ndarray, n: int):
    a[2:] = np.full(n - 2, 2.0)


def covariance(a: "np.ndarray[float64][4, 4]", b: "np.ndarray[float64][4, 4]"):
    b[:, :] = 2.0 * np.cov(a)


def correlations(a: "np.ndarray[float64][4, 4]", b: "np.ndarray[float64][4, 4]"):
    b[:, :] = np.corrcoef(a) @ b


def cancelled_size(a: np.ndarray, n: int):
    a[0 * n] += 1.0


def cancelled_shape(a: "np.ndarray[float64][4]", b: "np.ndarray[float64][4]"):
    a[b.shape[0] - b.shape[0]] += 1.0


def unused_length(a: "np.ndarray[float64][4]", b: "np.ndarray[float64][4]"):
    t = len(b)
    a[:] = 1.0


def complex_constants(a: np.ndarray):
    a -= np.angle(2.0 * 1j) + np.abs(3.0 + 4j)
