"""New arrays of sizes that may be negative, calls that give another rank for one row."""

import numpy as np

ARGUMENTS = {
    "unused_eye": "a:n n",
    "unused_identity": "a:n n",
    "unused_full": "a:n n",
    "sum_of_full": "a:n n",
    "shorter_full": "a:n n",
    "covariance": "a:n,m b:n,n",
    "correlations": "a:n,m b:n,n",
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
