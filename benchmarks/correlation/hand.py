"""The best forms of the two correlation programs written by hand, with NumPy alone.

They do what test/run/programs/correlation_numpy.py and correlation_list.py do, all arguments included, and
stand in the tables of bench.py as the mark to reach. Like emitted code they may not assume what they have
not checked: the list form checks that its rows are rectangular, distinct and hold floats only.

What was tried and is slower, at M = 1200, N = 1400: the product by blocks or recursively (the diagonal
blocks cost more than the half that is saved, as `data.T @ data` is a symmetric rank-k update already), by a
contiguous copy of the transpose; the scatter through boolean masks or index arrays instead of row slices.
For lists at 600 x 600: `np.fromiter`, `array.array`, and one assignment per row instead of `np.array`;
`set(map(type, row))` or `all(type(x) is float ...)` instead of comparing lists of types; `tolist` of a whole
matrix instead of row by row, which leaves the memory caches.
"""

import numpy as np

EPS = 0.1


def numpy_correlation(m, n, float_n, data, corr, mean, stddev):
    """The NumPy program, its scatter of the upper triangle's entries in row-major order included."""
    _center_and_reduce(float_n, data, mean, stddev)
    corner = corr[:m, :m]
    np.matmul(data[:n, :m].T, data[:n, :m], out=corner)
    np.fill_diagonal(corner, 1.0)
    # The k-th entry of the strict upper triangle goes to the k-th place of the strict lower one.
    upper = np.concatenate([corner[i, i + 1 :] for i in range(m)])
    start = 0
    for i in range(1, m):
        corner[i, :i] = upper[start : start + i]
        start += i


def list_correlation(m, n, float_n, data, corr, mean, stddev):
    """The list program, conversions and their checks included; False where it cannot take the lists."""
    rows = data[:n] + corr[:m]
    if len(data) != n or len(corr) != m or len(mean) != m or len(stddev) != m:
        return False
    if {*map(type, rows)} != {list} or {*map(len, rows)} != {m} or len({*map(id, rows)}) != n + m:
        return False
    floats = [float] * m
    for row in data:
        if [*map(type, row)] != floats:
            return False
    data_array = np.array(data, dtype=float)
    mean_array, stddev_array = np.empty(m), np.empty(m)
    _center_and_reduce(float_n, data_array, mean_array, stddev_array)
    corr_array = data_array.T @ data_array
    np.fill_diagonal(corr_array, 1.0)
    for row, values in zip(data, data_array):
        row[:] = values.tolist()
    for row, values in zip(corr, corr_array):
        row[:] = values.tolist()
    mean[:] = mean_array.tolist()
    stddev[:] = stddev_array.tolist()
    return True


def _center_and_reduce(float_n, data, mean, stddev):
    """Makes the columns of `data` have mean 0 and, times n, variance 1, in place."""
    data.sum(axis=0, out=mean)
    mean /= float_n
    data -= mean
    np.einsum("ij,ij->j", data, data, out=stddev)
    stddev /= float_n
    np.sqrt(stddev, out=stddev)
    stddev[stddev <= EPS] = 1.0
    data /= np.sqrt(float_n) * stddev
