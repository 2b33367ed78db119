"""Sums of products in which a factor lacks a summed index: an infinite one must not be taken out of the sum."""

import numpy as np

ARGUMENTS = {
    "row_factors": "a:n,m b:n out:m n m",
    "all_pairs": "a:n b:m out:m n m",
    "two_sums": "a:n,m b:n,3 out:n n m",
    "called": "a:n,m b:n out:m",
    "statement": "a:n,m b:n out:m",
}
LEFT_ALONE = []
REGROUPED = ["row_factors", "statement", "all_pairs", "two_sums"]


def row_factors(a: np.ndarray, b: np.ndarray, out: np.ndarray, n: int, m: int):
    for i in range(n):
        for j in range(m):
            out[0] += a[i, j] * b[i]


def all_pairs(a: np.ndarray, b: np.ndarray, out: np.ndarray, n: int, m: int):
    for i in range(n):
        for j in range(m):
            out[0] += a[i] * b[j]


def two_sums(a: np.ndarray, b: np.ndarray, out: np.ndarray, n: int, m: int):
    for i in range(n):
        for j in range(m):
            for k in range(3):
                out[i] += a[i, j] * b[i, k]


def called(a: "np.ndarray[float64][4, 4]", b: "np.ndarray[float64][4]", out: "np.ndarray[float64][4]"):
    out[:] = np.einsum("ij,i->", a, b)


def statement(a: "np.ndarray[float64][4, 4]", b: "np.ndarray[float64][4]", out: "np.ndarray[float64][4]"):
    out[0] += (a * b[:, np.newaxis]).sum()
