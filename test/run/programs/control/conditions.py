"""Conditions on loop variables and sizes."""

import numpy as np

ARGUMENTS = {
    "eye": "a:n,n n",
    "offdiag": "a:n,n b:n,n n",
    "lower": "a:n,n b:n,n n",
    "interior": "a:n,m b:n,m n m",
    "chain": "a:n n",
    "orcond": "a:n,n b:n,n n",
    "reduce_if": "a:n,n b:n n",
    "chained": "a:n b:n n",
    "sizecond": "a:n b:n n",
    "parity": "a:n b:n n",
    "sel": "a:n,n n",
    "cont": "a:n,n b:n,n n",
    "rectangle_diagonal": "a:n,m n m",
    "threshold": "a:n b:n k n",
    "mode": "a:n b:n k n",
    "between": "a:n,n b:n,n n",
    "single_row": "a:n,m b:m k n m",
    "sums_by_side": "a:n,n b:n n",
    "recurrence_if": "a:n n",
    "serial_if": "a:n b:n n",
    "scalar_if": "a:n n",
    "two_conditions": "a:n,n n",
    "wrap": "a:n b:n n",
    "sum_index": "a:n+m b:n,m n m k",
    "nested": "a:n,n b:n,n n",
    "not_and": "a:n,n n",
    "double": "a:n,n n",
    "boundary": "u:n,m n m",
}
LEFT_ALONE = ["boundary", 'parity', 'cont', 'wrap']


def eye(a: np.ndarray, n: int):
    for i in range(n):
        for j in range(n):
            if i == j:
                a[i, j] = 1.0
            else:
                a[i, j] = 0.0


def offdiag(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n):
        for j in range(n):
            if i != j:
                a[i, j] = b[i, j]


def lower(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n):
        for j in range(n):
            if j <= i:
                a[i, j] = b[i, j]


def interior(a: np.ndarray, b: np.ndarray, n: int, m: int):
    for i in range(n):
        for j in range(m):
            if i > 0 and j > 0 and i < n - 1 and j < m - 1:
                a[i, j] = b[i - 1, j] + b[i + 1, j] + b[i, j - 1] + b[i, j + 1]
            else:
                a[i, j] = b[i, j]


def chain(a: np.ndarray, n: int):
    for i in range(n):
        if i == 0:
            a[i] = 1.0
        elif i == n - 1:
            a[i] = 2.0
        else:
            a[i] = 3.0


def orcond(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n):
        for j in range(n):
            if i == 0 or j == 0:
                a[i, j] = 0.0
            else:
                a[i, j] = b[i - 1, j - 1]


def reduce_if(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n):
        s = 0.0
        for j in range(n):
            if j != i:
                s += a[i, j]
        b[i] = s


def chained(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n):
        if 1 <= i < n - 1:
            a[i] = b[i]


def sizecond(a: np.ndarray, b: np.ndarray, n: int):
    if n > 3:
        for i in range(n):
            a[i] = b[i]
    else:
        for i in range(n):
            a[i] = 2.0 * b[i]


def parity(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n):
        if i % 2 == 0:
            a[i] = b[i]
        else:
            a[i] = -b[i]


def sel(a: np.ndarray, n: int):
    for i in range(n):
        for j in range(n):
            a[i, j] = 1.0 if i == j else 0.0


def cont(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n):
        for j in range(n):
            if i == j:
                continue
            a[i, j] = b[i, j]


def rectangle_diagonal(a: np.ndarray, n: int, m: int):
    for i in range(n):
        for j in range(m):
            if i == j:
                a[i, j] += 1.0


def threshold(a: np.ndarray, b: np.ndarray, k: int, n: int):
    for i in range(n):
        if i >= k:
            b[i] = a[i] * 2.0
        else:
            b[i] = a[i] - 1.0


def mode(a: np.ndarray, b: np.ndarray, k: int, n: int):
    for i in range(n):
        if k > 5:
            b[i] = a[i]
        elif k == 2:
            b[i] = -a[i]


def between(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n):
        for j in range(n):
            if i - 1 <= j <= i + 1:
                a[i, j] = b[i, j]


def single_row(a: np.ndarray, b: np.ndarray, k: int, n: int, m: int):
    for i in range(n):
        for j in range(m):
            if i == k - 1:
                a[i, j] = b[j]


def sums_by_side(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n):
        for j in range(n):
            if j < i:
                b[i] += a[i, j]
            elif j > i:
                b[i] -= a[i, j]


def recurrence_if(a: np.ndarray, n: int):
    for i in range(n):
        if i > 0:
            a[i] += a[i - 1]


def serial_if(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n):
        if i > 1:
            a[i] = b[i - 1] * 0.5
        if i < n - 1:
            b[i] = a[i] + 1.0


def scalar_if(a: np.ndarray, n: int):
    s = 0.0
    for i in range(n):
        if i != 2:
            s += a[i]
    a[0] = s


def two_conditions(a: np.ndarray, n: int):
    for i in range(n):
        for j in range(n):
            if i < j:
                a[i, j] = 1.0
            if i > j:
                a[i, j] = -1.0


def wrap(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n):
        if i == 0:
            left = a[n - 1]
        else:
            left = a[i - 1]
        b[i] = left * 0.5


def sum_index(a: np.ndarray, b: np.ndarray, n: int, m: int, k: int):
    for i in range(n):
        for j in range(m):
            if i + j < k:
                b[i, j] = a[i + j]


def nested(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n):
        if i > 0:
            for j in range(n):
                if j > 0:
                    a[i, j] = b[i - 1, j - 1]
                else:
                    a[i, j] = 0.5


def not_and(a: np.ndarray, n: int):
    for i in range(n):
        for j in range(n):
            if not (i > 0 and j < n - 1):
                a[i, j] = 3.0


def double(a: np.ndarray, n: int):
    for i in range(n):
        for j in range(n):
            if 2 * j <= i:
                a[i, j] = 2.0


def boundary(u: np.ndarray, n: int, m: int):
    for i in range(n):
        for j in range(m):
            if i == 0 or i == n - 1 or j == 0 or j == m - 1:
                u[i, j] = 0.0
