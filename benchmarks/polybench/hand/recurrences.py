"""Recurrences and dynamic programming by hand: vectors across the recurrence, contiguous, in place."""

from math import exp

import numpy as np


def _recursive_filter(total, b1, b2):
    """Adds b1*y[i-1] + b2*y[i-2] to every row y[i], in order."""
    buffer = np.empty_like(total[0])
    for i in range(1, len(total)):
        np.multiply(total[i - 1], b1, out=buffer)
        total[i] += buffer
        if i > 1:
            np.multiply(total[i - 2], b2, out=buffer)
            total[i] += buffer


def _both_directions(image, forth, back, a, b1, b2):
    """The filter along the first axis: `forth` downwards, `back` upwards."""
    a1, a2, a3, a4 = a
    np.multiply(image, a1, out=forth)
    forth[1:] += a2 * image[:-1]
    _recursive_filter(forth, b1, b2)
    back[-1] = 0.0
    np.multiply(image[1:], a3, out=back[:-1])
    back[:-2] += a4 * image[2:]
    _recursive_filter(back[::-1], b1, b2)


def kernel_deriche(w, h, alpha, imgIn, imgOut, y1, y2):
    k = (1.0 - exp(-alpha)) * (1.0 - exp(-alpha)) / (1.0 + 2.0 * alpha * exp(-alpha) - exp(2.0 * alpha))
    a = (k, k * exp(-alpha) * (alpha - 1.0), k * exp(-alpha) * (alpha + 1.0), -k * exp(-2.0 * alpha))
    b1, b2 = 2.0 ** (-alpha), -exp(-2.0 * alpha)
    # Along the rows on transposed copies, so that vectors are contiguous.
    forth, back = np.empty((2, h, w))
    _both_directions(imgIn.T.copy(), forth, back, a, b1, b2)
    forth += back
    imgOut[:] = forth.T
    _both_directions(imgOut, y1, y2, a, b1, b2)
    np.add(y1, y2, out=imgOut)


def kernel_floyd_warshall(n, path):
    rows = max(1, 65536 // n)
    buffer = np.empty((rows, n))

    def relax(first, last, k):
        for b in range(first, last, rows):
            e = min(b + rows, last)
            through = buffer[: e - b]
            np.add(path[b:e, k, np.newaxis], path[k], out=through)
            np.minimum(path[b:e], through, out=path[b:e])

    for k in range(n):
        # Row k itself changes only where a cycle through k is negative; the rows after it must see that.
        relax(0, k, k)
        relax(k, k + 1, k)
        relax(k + 1, n, k)


def kernel_nussinov(n, seq, table):
    # Once table[i, k] is final it can serve all j > k at once, along contiguous rows.
    pairs = (seq[:, np.newaxis] + seq == 3).astype(float)
    buffer = np.empty(n)
    for i in range(n - 2, -1, -1):
        row, below = table[i], table[i + 1]
        np.maximum(row[i + 1 :], below[i + 1 :], out=row[i + 1 :])
        diagonal = below[i:-1] + pairs[i, i + 1 :]
        diagonal[0] = below[i]
        np.maximum(row[i + 1 :], diagonal, out=row[i + 1 :])
        last = float(row[i])
        for j in range(i + 1, n):
            last = max(float(row[j]), last)
            row[j] = last
            through = buffer[: n - j - 1]
            np.add(table[j + 1, j + 1 :] if j + 1 < n else through, last, out=through)
            np.maximum(row[j + 1 :], through, out=row[j + 1 :])


def _line_factors(second, n):
    """The factors p of the implicit elimination, the same for every line, and what is divided by."""
    factors, divisors = [0.0], [1.0]
    for _ in range(1, n - 1):
        divisors.append(second * factors[-1] + 1.0 - 2.0 * second)
        factors.append(-second / divisors[-1])
    return factors, divisors


def _implicit_step(source, target, q, first, second, factors, divisors):
    """One half step: `first` is the off-diagonal factor of the explicit part, `second` of the implicit one.

    Lines are columns of `source` and `target`, so that all of them advance together.
    """
    n = len(target)
    right = np.multiply(source[1:-1, 1:-1], 1.0 + 2.0 * first, order="C")
    part = np.multiply(source[1:-1, :-2], first, order="C")
    right -= part
    np.multiply(source[1:-1, 2:], first, out=part)
    right -= part
    q[0, 1:-1] = 1.0
    buffer = np.empty(n - 2)
    for j in range(1, n - 1):
        np.multiply(q[j - 1, 1:-1], second, out=buffer)
        np.subtract(right[j - 1], buffer, out=buffer)
        np.divide(buffer, divisors[j], out=q[j, 1:-1])
    target[0, 1:-1] = 1.0
    target[n - 1, 1:-1] = 1.0
    for j in range(n - 2, 0, -1):
        np.multiply(target[j + 1, 1:-1], factors[j], out=buffer)
        np.add(buffer, q[j, 1:-1], out=target[j, 1:-1])


def kernel_adi(tsteps, n, u, v, p, q):
    a = -(2.0 * (1.0 / tsteps) / ((1.0 / n) * (1.0 / n))) / 2.0
    d = -(1.0 * (1.0 / tsteps) / ((1.0 / n) * (1.0 / n))) / 2.0
    along_columns, along_rows = _line_factors(a, n), _line_factors(d, n)
    # The arrays whose lines are rows are kept transposed while time advances.
    across, lines = u.T.copy(), q.T.copy()
    for _ in range(tsteps):
        _implicit_step(across.T, v, lines, d, a, *along_columns)
        _implicit_step(v.T, across, lines, a, d, *along_rows)
    u[:] = across.T
    q[:] = lines.T
    p[1:-1, :-1] = along_rows[0]
