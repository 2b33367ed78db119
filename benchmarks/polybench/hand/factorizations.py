"""Factorizations and triangular systems, by hand.

Tiles of columns: what earlier tiles do to a tile is one product; inside it columns follow each other.
"""

import numpy as np

TILE = 48
LEAF = 8


def kernel_cholesky(n, A):
    for b in range(0, n, TILE):
        e = min(b + TILE, n)
        # The tile's columns, from its diagonal block down, kept as contiguous rows.
        panel = A[b:, b:e].T.copy()
        panel -= np.dot(A[b:e, :b], A[b:, :b].T)
        for k in range(e - b):
            row = panel[k, k:]
            row /= np.sqrt(row[0])
            panel[k + 1 :, k:] -= row[1 : e - b - k, np.newaxis] * row
        np.copyto(A[b:e, b:e], panel[:, : e - b].T, where=np.tri(e - b, dtype=bool))
        A[e:, b:e] = panel[:, e - b :].T


def kernel_lu(n, A):
    for b in range(0, n, TILE):
        e = min(b + TILE, n)
        panel = A[b:, b:e]
        panel -= np.dot(A[b:, :b], A[:b, b:e])
        columns = panel.T.copy()
        for k in range(e - b):
            columns[k, k + 1 :] /= columns[k, k]
            columns[k + 1 :, k + 1 :] -= columns[k + 1 :, k, np.newaxis] * columns[k, k + 1 :]
        panel[:] = columns.T
        rows = A[b:e, e:]
        rows -= np.dot(A[b:e, :b], A[:b, e:])
        for k in range(1, e - b):
            rows[k] -= np.dot(panel[k, :k], rows[:k])


def kernel_ludcmp(n, A, b, x, y):
    kernel_lu(n, A)
    y[:] = b
    _solve_lower(A, y, 0, n, unit=True)
    x[:] = y
    _solve_upper(A, x, 0, n)


def kernel_trisolv(n, L, x, b):
    x[:] = b
    _solve_lower(L, x, 0, n, unit=False)


def _solve_lower(L, x, lo, hi, unit):
    """Forward substitution in place, by halves; small leaves with Python's own numbers."""
    if hi - lo > LEAF:
        middle = (lo + hi) // 2
        _solve_lower(L, x, lo, middle, unit)
        x[middle:hi] -= np.dot(L[middle:hi, lo:middle], x[lo:middle])
        _solve_lower(L, x, middle, hi, unit)
        return
    solved = []
    for row, value in zip(L[lo:hi, lo:hi].tolist(), x[lo:hi].tolist()):
        for factor, known in zip(row, solved):
            value -= factor * known
        solved.append(value if unit else value / row[len(solved)])
    x[lo:hi] = solved


def _solve_upper(U, x, lo, hi):
    """Backward substitution in place."""
    if hi - lo > LEAF:
        middle = (lo + hi) // 2
        _solve_upper(U, x, middle, hi)
        x[lo:middle] -= np.dot(U[lo:middle, middle:hi], x[middle:hi])
        _solve_upper(U, x, lo, middle)
        return
    solved = []
    for row, value in zip(U[lo:hi, lo:hi][::-1, ::-1].tolist(), x[lo:hi][::-1].tolist()):
        for factor, known in zip(row, solved):
            value -= factor * known
        solved.append(value / row[len(solved)])
    x[lo:hi] = solved[::-1]


def kernel_gramschmidt(m, n, A, R, Q):
    # What a tile takes from the later columns is r_k = q_k.A - sum over l < k of (q_k.q_l)*r_l: a product and a
    # substitution with the small matrix of the q_k.q_l. No use is made of their being orthogonal.
    for b in range(0, n, TILE):
        e = min(b + TILE, n)
        panel = A[:, b:e].T.copy()
        units = np.empty_like(panel)
        for k in range(e - b):
            R[b + k, b + k] = np.sqrt(np.dot(panel[k], panel[k]))
            np.divide(panel[k], R[b + k, b + k], out=units[k])
            if k + 1 < e - b:
                R[b + k, b + k + 1 : e] = np.dot(panel[k + 1 :], units[k])
                panel[k + 1 :] -= R[b + k, b + k + 1 : e, np.newaxis] * units[k]
        A[:, b:e] = panel.T
        Q[:, b:e] = units.T
        if e == n:
            break
        overlaps = np.dot(units, units.T)
        later = R[b:e, e:]
        later[:] = np.dot(units, A[:, e:])
        for k in range(1, e - b):
            later[k] -= np.dot(overlaps[k, :k], later[:k])
        A[:, e:] -= np.dot(units.T, later)


def kernel_durbin(n, r, y):
    backwards = r[::-1].copy()
    buffer = np.empty(n)
    y[0] = -r[0]
    beta = 1.0
    alpha = -float(r[0])
    values = r.tolist()
    for k in range(1, n):
        beta *= 1.0 - alpha * alpha
        head = y[:k]
        alpha = -(values[k] + float(backwards[n - k :].dot(head))) / beta
        step = buffer[:k]
        np.multiply(head[::-1], alpha, out=step)
        head += step
        y[k] = alpha
