"""Loop variables as numbers, and ints where floats are meant."""

import numpy as np

ARGUMENTS = {
    "fl": "a:n n",
    "grid": "a:n h=0.5 n",
    "init": "a:n,m n m",
    "init2": "a:n,m n m",
    "poly_init": "a:n,m n m",
    "intacc": "a:n n",
    "intacc2": "a:n,n b:n n",
    "zero": "b:n n",
    "weights": "a:n b:n n",
    "sumw": "a:n n",
    "idx_store": "a:n n",
    "sq": "a:n n",
    "mean": "a:n n",
    "narrow": "a:n@float32 n",
    "narrow_product": "a:n@float32 n",
    "stepped": "a:n n",
    "falling": "a:n n",
    "difference": "a:n,m n m",
    "last_float": "a:n n",
    "scaled": "a:n,m n m h=0.25",
    "whole": "a:n@int64 n",
    "select": "a:n b:n n",
}
LEFT_ALONE = ["last_float", "scaled", 'init2', 'poly_init', 'intacc', 'sq', 'mean']


def fl(a: np.ndarray, n: int):
    for i in range(n):
        a[i] = float(i)


def grid(a: np.ndarray, h: float, n: int):
    for i in range(n):
        a[i] = i * h


def init(a: np.ndarray, n: int, m: int):
    for i in range(n):
        for j in range(m):
            a[i, j] = (i + j) / n


def init2(a: np.ndarray, n: int, m: int):
    for i in range(n):
        for j in range(m):
            a[i, j] = (i * j) / n


def poly_init(a: np.ndarray, n: int, m: int):
    for i in range(n):
        for j in range(m):
            a[i, j] = ((i * j + 1) % n) / n


def intacc(a: np.ndarray, n: int):
    s = 0
    for i in range(n):
        s += a[i]
    return s


def intacc2(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n):
        s = 0
        for j in range(n):
            s += a[i, j]
        b[i] = s


def zero(b: np.ndarray, n: int):
    for i in range(n):
        b[i] = 0


def weights(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n):
        b[i] = a[i] * (i + 1)


def sumw(a: np.ndarray, n: int):
    s = 0.0
    for i in range(n):
        s += i * a[i]
    return s


def idx_store(a: np.ndarray, n: int):
    for i in range(n):
        a[i] = i


def sq(a: np.ndarray, n: int):
    for i in range(n):
        a[i] = i ** 2 * 0.5


def mean(a: np.ndarray, n: int):
    s = 0
    for i in range(n):
        s += a[i]
    return s / n


def narrow(a: "np.ndarray[float32][4]", n: int):
    for i in range(n):
        a[i] = i


def narrow_product(a: "np.ndarray[float32][4]", n: int):
    for i in range(n):
        a[i] = a[i] * i


def stepped(a: np.ndarray, n: int):
    for i in range(1, n, 2):
        a[i] = i * 0.5


def falling(a: np.ndarray, n: int):
    for i in range(n - 1, -1, -1):
        a[i] = a[i] - i


def difference(a: np.ndarray, n: int, m: int):
    for i in range(n):
        for j in range(m):
            a[i, j] = i - 2 * j + a[i, j]


def last_float(a: np.ndarray, n: int):
    s = 0.0
    for i in range(n):
        s = float(i)
    return s


def scaled(a: np.ndarray, n: int, m: int, h: float):
    for i in range(n):
        for j in range(m):
            a[i, j] = (i * h) ** 2 + (j * h) ** 2


def whole(a: "np.ndarray[int64][4]", n: int):
    for i in range(n):
        a[i] = i


def select(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n):
        b[i] = a[i] if i > 2 else 0.0
