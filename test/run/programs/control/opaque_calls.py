"""Functions without an equation among loops: calls that keep their place, or take the loops as rows."""

import numpy as np

ARGUMENTS = {
    "beside_product": "a:n,n b:n,n c:n,n n",
    "cumulative_rows": "a:n,m b:n,m n m",
    "cumulative_columns": "a:n,m b:m,n n m",
    "cumulative_vectors": "a:n,m b:n,m n m",
    "sorted_in_place": "a:n,m n m",
    "row_after_row": "a:n,m n m",
    "overlap": "a:n n",
    "through_temporaries": "a:n,m b:n,m n m",
    "solve_rows": "a:n,m,m b:n,m c:n,m n m",
    "raises_between": "a:n,n b:n c:n n",
    "raises_in_loop": "a:n,n b:n,n c:n n",
    "roll_by_size": "a:n,m b:n,m n m",
    "roll_by_row": "a:n,m b:n,m n m",
    "part": "a:n,m b:n,m n m",
    "two_calls": "a:n,m b:n,m n m",
    "reshaped": "a:n,m b:n,m c:m,n n m",
    "printed": "a:n,m b:n,m n m",
    "convolved": "a:n b:m c:n+m n m",
    "spectrum": "a:n,n b:n,n n",
    "outer_name": "a:n,m n m",
}
LEFT_ALONE = ['outer_name']


def beside_product(a: np.ndarray, b: np.ndarray, c: np.ndarray, n: int):
    x = np.cumsum(a, axis=0)
    for i in range(n):
        for j in range(n):
            s = 0.0
            for k in range(n):
                s += a[i, k] * b[k, j]
            c[i, j] = s + x[i, j]


def cumulative_rows(a: np.ndarray, b: np.ndarray, n: int, m: int):
    for i in range(n):
        b[i, :] = np.cumsum(a[i, :], axis=0)


def cumulative_columns(a: np.ndarray, b: np.ndarray, n: int, m: int):
    for j in range(m):
        b[j, :] = np.cumsum(2.0 * a[:, j])


def cumulative_vectors(a: np.ndarray, b: np.ndarray, n: int, m: int):
    for i in range(1, n):
        b[i - 1, :] = np.sort(a[i, :]) - b[i, :]


def sorted_in_place(a: np.ndarray, n: int, m: int):
    for i in range(n):
        a[i, :] = np.sort(a[i, :])


def row_after_row(a: np.ndarray, n: int, m: int):
    for i in range(1, n):
        a[i, :] = np.cumsum(a[i - 1, :])


def overlap(a: np.ndarray, n: int):
    a[1:] = np.cumsum(a[:-1])


def through_temporaries(a: np.ndarray, b: np.ndarray, n: int, m: int):
    for i in range(n):
        x = np.sort(a[i, :] * 2.0)
        y = np.cumsum(x + 1.0)
        b[i, :] = x * y


def solve_rows(a: np.ndarray, b: np.ndarray, c: np.ndarray, n: int, m: int):
    for i in range(n):
        c[i, :] = np.linalg.solve(a[i, :, :], b[i, :])


def raises_between(a: np.ndarray, b: np.ndarray, c: np.ndarray, n: int):
    b[:] = 1.0
    x = np.linalg.inv(a)
    for i in range(n):
        c[i] = x[i, i] * 2.0
    b[:] = 2.0


def raises_in_loop(a: np.ndarray, b: np.ndarray, c: np.ndarray, n: int):
    for i in range(n):
        c[i] = c[i] + 1.0
        b[:, :] = np.linalg.inv(a - c[i] * b)


def roll_by_size(a: np.ndarray, b: np.ndarray, n: int, m: int):
    for i in range(n):
        b[i, :] = np.roll(a[i, :], m - 2, axis=0)


def roll_by_row(a: np.ndarray, b: np.ndarray, n: int, m: int):
    for i in range(n):
        b[i, :] = np.roll(a[i, :], i, axis=0)


def part(a: np.ndarray, b: np.ndarray, n: int, m: int):
    for i in range(n):
        b[i, 1:m] = np.cumsum(a[i, : m - 1])


def two_calls(a: np.ndarray, b: np.ndarray, n: int, m: int):
    for i in range(n):
        a[i, :] = np.sort(b[i, :])
        b[i, :] = np.cumsum(a[i, :])


def reshaped(a: np.ndarray, b: np.ndarray, c: np.ndarray, n: int, m: int):
    x = np.reshape(a, (m, n))
    a[:, :] = b * 2.0
    c[:, :] = x + 1.0


def printed(a: np.ndarray, b: np.ndarray, n: int, m: int):
    b[:, :] = np.sort(a, axis=0)
    for i in range(n):
        print(i)
        a[i, :] = np.cumsum(b[i, :])


def convolved(a: np.ndarray, b: np.ndarray, c: np.ndarray, n: int, m: int):
    c[: n + m - 1] = np.convolve(a, b) * 0.5


def spectrum(a: np.ndarray, b: np.ndarray, n: int):
    b[:, :] = np.linalg.inv(a) + np.linalg.det(a)
    a[:, :] = np.linalg.cholesky(b)


def outer_name(a: np.ndarray, n: int, m: int):
    x = np.cumsum(a, axis=1)
    x[0, 0] = 3.0
    a[:, :] = x
    return x
