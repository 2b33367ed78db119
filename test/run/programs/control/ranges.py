"""Bounds, steps and strides of loops over ranges."""

import numpy as np

ARGUMENTS = {
    "from_i2": "a:n,n b:n,n n",
    "to_im2": "a:n,n b:n,n n",
    "below": "a:n,n b:n,n n",
    "down": "a:n b:n n",
    "step2": "a:n b:n n",
    "step3": "a:n b:n n",
    "stepdown": "a:n b:n n",
    "evens": "a:2*n b:n n",
    "mirror": "a:n b:n n",
    "band": "a:n,n b:n,n n",
    "window": "a:n b:n n",
    "inner": "a:n b:n n",
    "downsample": "a:2*n,2*m b:n,m n m",
    "upsample": "a:n b:2*n n",
    "slices": "a:n b:n",
    "redblack": "a:n n",
    "fallsum": "a:n b:n n",
    "conv": "a:n+m k:m b:n n m",
    "pairs": "a:n+n%2 b:n n",
    "backward_pairs": "a:n b:n n",
    "from_end": "a:n b:n n",
    "shifted_rows": "a:n,n b:n,n n",
    "window_bounds": "a:n b:n k n",
    "serial_step": "a:n n",
    "trapezoid": "a:n,m b:n,m n m",
    "wide_steps": "a:n b:n n",
    "step_sum": "a:n n",
    "tail": "a:n b:n n",
    "reversed_rows": "a:n,m b:n,m n m",
    "antidiagonal": "a:n,n n",
    "trace": "a:n,n n",
    "diagonal_of_cube": "a:n,n,m b:n,m n m",
    "halves": "a:n n",
    "quarter": "a:n b:n n",
}
LEFT_ALONE = []


def from_i2(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n):
        for j in range(i + 2, n):
            b[i, j] = a[i, j] * 2.0


def to_im2(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n):
        for j in range(0, i - 2):
            b[i, j] = a[i, j] * 2.0


def below(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n):
        for j in range(i):
            b[i, j] = a[i, j] * 2.0


def down(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n - 1, -1, -1):
        b[i] = a[i] * 2.0


def step2(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(0, n, 2):
        b[i] = a[i] * 2.0


def step3(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(1, n - 1, 3):
        b[i] = a[i - 1] + a[i + 1]


def stepdown(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n - 1, -1, -2):
        b[i] = a[i] * 2.0


def evens(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n):
        b[i] = a[2 * i] + a[2 * i + 1]


def mirror(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n):
        b[i] = a[n - 1 - i]


def band(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n):
        for j in range(max(0, i - 1), min(n, i + 2)):
            b[i, j] = a[i, j] * 2.0


def window(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n):
        s = 0.0
        for j in range(max(0, i - 1), min(n, i + 2)):
            s += a[j]
        b[i] = s


def inner(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(1, n - 1):
        b[i] = a[i - 1] + a[i] + a[i + 1]


def downsample(a: np.ndarray, b: np.ndarray, n: int, m: int):
    for i in range(n):
        for j in range(m):
            b[i, j] = 0.25 * (a[2 * i, 2 * j] + a[2 * i + 1, 2 * j] + a[2 * i, 2 * j + 1] + a[2 * i + 1, 2 * j + 1])


def upsample(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n):
        b[2 * i] = a[i]
        b[2 * i + 1] = a[i]


def slices(a: np.ndarray, b: np.ndarray):
    b[::2] = a[::2] * 2.0


def redblack(a: np.ndarray, n: int):
    for i in range(1, n - 1, 2):
        a[i] = 0.5 * (a[i - 1] + a[i + 1])


def fallsum(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n):
        for j in range(i + 1):
            b[i] += a[i - j]


def conv(a: np.ndarray, k: np.ndarray, b: np.ndarray, n: int, m: int):
    for i in range(n):
        s = 0.0
        for j in range(m):
            s += a[i + j] * k[j]
        b[i] = s


def pairs(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(0, n, 2):
        b[i] = a[i] + a[i + 1]


def backward_pairs(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n - 2, 0, -2):
        b[i] = a[i + 1] - a[i - 1]


def from_end(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n):
        b[i] = a[n - 1 - i] * a[i]


def shifted_rows(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n):
        for j in range(i + 2, n):
            b[i + 2, j] = a[j, i + 1]


def window_bounds(a: np.ndarray, b: np.ndarray, k: int, n: int):
    for i in range(n):
        for j in range(max(0, i - k), min(n, i + k + 1)):
            b[i] += a[j]


def serial_step(a: np.ndarray, n: int):
    for i in range(2, n, 2):
        a[i] = a[i - 2] * 0.5 + a[i]


def trapezoid(a: np.ndarray, b: np.ndarray, n: int, m: int):
    for i in range(n):
        for j in range(i, m):
            b[i, j] = a[i, j]


def wide_steps(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(3, n - 2, 5):
        b[i - 3] = a[i + 1]


def step_sum(a: np.ndarray, n: int):
    s = 0.0
    for i in range(0, n, 3):
        s += a[i]
    a[0] = s


def tail(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n // 2, n):
        b[i] = a[i] * 2.0


def reversed_rows(a: np.ndarray, b: np.ndarray, n: int, m: int):
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            b[i, j] = a[n - 1 - i, j]


def antidiagonal(a: np.ndarray, n: int):
    for i in range(n):
        a[i, n - 1 - i] *= 2.0


def trace(a: np.ndarray, n: int):
    s = 0.0
    for i in range(n):
        s += a[i, i]
    a[0, 0] = s


def diagonal_of_cube(a: np.ndarray, b: np.ndarray, n: int, m: int):
    for i in range(n):
        for j in range(m):
            b[i, j] += a[i, i, j]


def halves(a: np.ndarray, n: int):
    h = n // 2
    for i in range(h):
        a[i] = a[i + h] * 3.0


def quarter(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n % 4, n // 4 + 1):
        b[i] = a[i]
