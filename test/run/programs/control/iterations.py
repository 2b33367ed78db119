"""Loops that stay: until something converges, left early, or with arrays that change their names."""

import numpy as np

ARGUMENTS = {
    "laplace": "grid:n,m tol=0.01 most",
    "jacobi": "a:n,n b:n x:n most",
    "conjugate": "a:n,n b:n tol=0.001 most",
    "power": "a:n,n v:n most",
    "smooth": "u:n,m most",
    "carried": "a:n,m v:n most",
    "found": "a:n,m b:n,m limit=3.0",
    "skips": "a:n,m b:n,m",
    "with_else": "a:n,m b:n,m",
    "rows": "a:n,m b:n,m",
    "count_down": "a:n,n b:n,n most",
    "left_in_middle": "a:n,m b:n,m most",
    "maybe_unbound": "a:n,m most",
    "renamed": "a:n,m b:n,m most",
    "nested": "a:n,m most",
    "old_value": "a:n b:n most",
    "inside_a_loop": "a:n,n c:n,n most",
    "last_index": "a:n,n c:n,n",
}
LEFT_ALONE = ["smooth", "maybe_unbound", "nested", "with_else"]
REGROUPED = ["last_index", "inside_a_loop"]


def laplace(grid: np.ndarray, tol: float, most: int) -> int:
    n, m = grid.shape
    err = 1.0
    it = 0
    while err > tol and it < most % 5 + 2:
        err = 0.0
        new = grid.copy()
        for i in range(1, n - 1):
            for j in range(1, m - 1):
                new[i, j] = 0.25 * (grid[i - 1, j] + grid[i + 1, j] + grid[i, j - 1] + grid[i, j + 1])
        for i in range(1, n - 1):
            for j in range(1, m - 1):
                err += (new[i, j] - grid[i, j]) ** 2
        grid[:, :] = new
        it += 1
    return it


def jacobi(a: np.ndarray, b: np.ndarray, x: np.ndarray, most: int):
    n = a.shape[0]
    new = np.zeros(n)
    for k in range(most % 5 + 2):
        for i in range(n):
            s = 0.0
            for j in range(n):
                s += a[i, j] * x[j]
            new[i] = (b[i] - s) / (1000.0 + a[i, i])
        diff = 0.0
        for i in range(n):
            diff += abs(new[i] - x[i])
        x, new = new, x
        if diff < 1e-9:
            break
    return x, k


def conjugate(a: np.ndarray, b: np.ndarray, tol: float, most: int):
    n = b.shape[0]
    x = np.zeros(n)
    r = b.copy()
    p = b.copy()
    rs = 0.0
    for i in range(n):
        rs += r[i] * r[i]
    for k in range(most % 2 + 1):
        ap = np.zeros(n)
        for i in range(n):
            for j in range(n):
                ap[i] += a[i, j] * p[j]
        pap = 1.0
        for i in range(n):
            pap += p[i] * ap[i]
        alpha = rs / pap
        new = 0.0
        for i in range(n):
            x[i] += alpha * p[i]
            r[i] -= alpha * ap[i]
            new += r[i] * r[i]
        if np.sqrt(new) < tol:
            break
        beta = new / rs
        for i in range(n):
            p[i] = r[i] + beta * p[i]
        rs = new
    return x, rs


def power(a: np.ndarray, v: np.ndarray, most: int):
    n = a.shape[0]
    last = 0.0
    k = 0
    while k < most % 5 + 1:
        w = np.zeros(n)
        for i in range(n):
            t = 0.0
            for j in range(n):
                t += a[i, j] * v[j]
            w[i] = t
        norm = 0.0
        for i in range(n):
            norm += w[i] * w[i]
        norm = np.sqrt(norm)
        for i in range(n):
            w[i] /= norm
        v = w
        if abs(norm - last) < 1e-12:
            return v, norm
        last = norm
        k += 1
    return v, last


def smooth(u: np.ndarray, most: int):
    for _ in range(most % 4 + 1):
        old = u
        u = np.empty_like(u)
        u[:, :] = old
        for i in range(1, u.shape[0] - 1):
            u[i, :] = (old[i - 1, :] + old[i + 1, :]) * 0.5
    return u


def carried(a: np.ndarray, v: np.ndarray, most: int):
    total = 1.0
    for k in range(most % 4 + 1):
        for i in range(a.shape[0]):
            for j in range(a.shape[1]):
                total += a[i, j]
        total = total * 0.5
        for i in range(a.shape[0]):
            total += v[i]
        v = v * 0.25 + 1.0
    return total, v


def found(a: np.ndarray, b: np.ndarray, limit: float):
    for i in range(a.shape[0]):
        s = 0.0
        for j in range(a.shape[1]):
            s += a[i, j] * a[i, j]
            b[i, j] = a[i, j] * 2.0
        if s > limit * 100.0:
            return i, s
    return -1, 0.0


def skips(a: np.ndarray, b: np.ndarray):
    for i in range(a.shape[0]):
        if a[i, 0] < 0.0 and i % 3 == 0:
            continue
        for j in range(a.shape[1]):
            b[i, j] = a[i, j] * 2.0
        if a[i, 0] > 1e6:
            break


def with_else(a: np.ndarray, b: np.ndarray):
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            b[i, j] = a[i, j] * 2.0
        if i > 3:
            break
    else:
        b[0, 0] = 7.0
    return i


def rows(a: np.ndarray, b: np.ndarray):
    k = 0
    for row in a:
        for j in range(row.shape[0]):
            b[k, j] = row[j] * 2.0 + 1.0
        k += 1
    return k


def count_down(a: np.ndarray, b: np.ndarray, most: int):
    n = a.shape[0]
    left = most % 3 + 1
    while left:
        left -= 1
        for i in range(n):
            for j in range(n):
                b[i, j] = b[i, j] * 0.5 + a[j, i]
    return left


def left_in_middle(a: np.ndarray, b: np.ndarray, most: int):
    n, m = a.shape
    part = np.zeros((n, m))
    for k in range(most % 4 + 2):
        for i in range(n):
            for j in range(m):
                part[i, j] = a[i, j] * 2.0
        if part[0, 0] > 1e9 or k == 2:
            break
        for i in range(n):
            for j in range(m):
                part[i, j] = part[i, j] + b[i, j]
        for i in range(n):
            for j in range(m):
                a[i, j] = part[i, j] * 0.25
    return part, k


def maybe_unbound(a: np.ndarray, most: int):
    for k in range(most % 4 + 2):
        if k > 0:
            a[:, :] = last * 0.5
        last = a + 1.0
        for i in range(a.shape[0]):
            for j in range(a.shape[1]):
                a[i, j] = a[i, j] * 0.5


def renamed(a: np.ndarray, b: np.ndarray, most: int):
    for k in range(most % 4 + 1):
        c = np.zeros((a.shape[0], a.shape[1]))
        for i in range(a.shape[0]):
            for j in range(a.shape[1]):
                c[i, j] = a[i, j] * 0.5 + b[i, j]
        a = c
    return a


def nested(a: np.ndarray, most: int):
    k = 0
    while k < most % 3 + 1:
        inner = 0
        while inner < 2:
            for i in range(a.shape[0]):
                for j in range(a.shape[1]):
                    a[i, j] = a[i, j] * 0.5 + inner
            inner += 1
        k += 1
    return k


def old_value(a: np.ndarray, b: np.ndarray, most: int):
    last = 0.0
    for k in range(most % 4 + 2):
        s = 0.0
        for i in range(a.shape[0]):
            a[i] = a[i] * 0.5 + b[i]
            s += a[i]
        print(k, f"{last:.3g}")
        last = s
        for i in range(a.shape[0]):
            b[i] = b[i] * 0.5
    return last


def inside_a_loop(a: np.ndarray, c: np.ndarray, most: int):
    n = a.shape[0]
    t = 0
    for i in range(3):
        t = 0
        while t < most % 2 + 1:
            for p in range(n):
                for q in range(p, n):
                    s = 0.0
                    for k in range(n):
                        s += a[k, p] * a[k, q]
                    c[p, q] += s
            t += 1
        c[0, 0] += i
    return t, i


def last_index(a: np.ndarray, c: np.ndarray):
    n = a.shape[0]
    for i in range(n):
        c[i, 0] = 1.0
    for p in range(n):
        for q in range(p, n):
            s = 0.0
            for k in range(n):
                s += a[k, p] * a[k, q]
            c[p, q] += s
    return i
