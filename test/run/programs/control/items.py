"""Loops over the items of arrays, loops that count by `while`, and values that are unpacked."""

import numpy as np

ARGUMENTS = {
    "weighted": "a:n b:n",
    "weights_of_three": "a:n b:n c:n",
    "total": "A:n,m",
    "row_updates": "A:n,m w:n",
    "item_updates": "a:n b:n",
    "row_stores": "A:n,m b:m",
    "distances": "points:n,3 d:n,n",
    "plane": "points:n,2 d:n,n",
    "forces": "pos:n,2 mass:n acc:n,2",
    "polynomial": "c:m x:n y:n",
    "differences": "a:n out:n",
    "from_one": "a:n b:n+1",
    "from_offset": "a:n b:2*n n",
    "backwards": "a:n b:n n",
    "backwards_by_two": "a:n b:n n",
    "solve_upper": "A:n,n b:n x:n",
    "matmul_by_rows": "A:n,m B:m,n C:n,n",
    "columns": "A:n,m s:m",
    "written_meanwhile": "a:n",
    "part": "a:n b:n n",
    "middle": "a:n b:n",
    "last_item": "a:n b:n",
    "last_index": "a:n b:n",
    "unused": "a:n b:n",
    "cube": "A:n,m,n s:n,m",
    "while_up": "a:n,m b:m,n c:n,n",
    "while_down": "a:n b:n",
    "while_steps": "a:n b:n n",
    "while_flipped": "a:n b:n n",
    "while_inclusive": "a:n+1 b:n+1 n",
    "while_after": "a:n b:2*n n",
    "while_triangle": "a:n,n b:n,n n",
    "continued": "A:n,m b:n,m",
    "int_after": "a:n b:n+1 n",
    "swapped": "a:n b:n",
    "two_items": "A:n,2 b:n",
    "objects": "a:n b:n",
    "index_moved": "a:n b:n",
    "in_objects": "a:n b:n k",
    "rebound_later": "a:n b:n",
}
LEFT_ALONE = ["continued", "written_meanwhile", "objects", "index_moved", "backwards_by_two"]
REGROUPED = [
    "weighted", "weights_of_three", "total", "polynomial", "forces", "solve_upper", "matmul_by_rows", "columns",
    "cube", "while_up", "distances", "plane",
]


def weighted(a: np.ndarray, b: np.ndarray):
    s = 0.0
    for x, y in zip(a, b):
        s += x * y
    return s


def weights_of_three(a: np.ndarray, b: np.ndarray, c: np.ndarray):
    s = 0.0
    for x, y, z in zip(a, b, c):
        s += x * y * z
    return s


def total(A: np.ndarray):
    s = 0.0
    for row in A:
        for x in row:
            s += x * x
    return s


def row_updates(A: np.ndarray, w: np.ndarray):
    for row, x in zip(A, w):
        row += x
        row *= 2.0


def item_updates(a: np.ndarray, b: np.ndarray):
    for i, x in enumerate(a):
        x += 1.0
        x *= 2.0
        b[i] = x


def row_stores(A: np.ndarray, b: np.ndarray):
    for row in A:
        row[:] = b
        row[0] = 0.0


def distances(points: np.ndarray, d: np.ndarray):
    for i, p in enumerate(points):
        for j, q in enumerate(points):
            s = 0.0
            for k in range(3):
                s += (p[k] - q[k]) ** 2
            d[i, j] = np.sqrt(s)


def plane(points: np.ndarray, d: np.ndarray):
    for i, (x, y) in enumerate(points):
        for j, (u, v) in enumerate(points):
            d[i, j] = (x - u) ** 2 + (y - v) ** 2


def forces(pos: np.ndarray, mass: np.ndarray, acc: np.ndarray):
    for i in range(len(pos)):
        xi, yi = pos[i]
        for j in range(len(pos)):
            xj, yj = pos[j]
            dx = xj - xi
            dy = yj - yi
            r2 = dx * dx + dy * dy + 0.01
            acc[i, 0] += mass[j] * dx / r2
            acc[i, 1] += mass[j] * dy / r2


def polynomial(c: np.ndarray, x: np.ndarray, y: np.ndarray):
    for i, xi in enumerate(x):
        s = 0.0
        for ck in reversed(c):
            s = s * xi + ck
        y[i] = s


def differences(a: np.ndarray, out: np.ndarray):
    for i, (x, y) in enumerate(zip(a, a[1:])):
        out[i] = y - x


def from_one(a: np.ndarray, b: np.ndarray):
    for i, x in enumerate(a, 1):
        b[i] = x * i


def from_offset(a: np.ndarray, b: np.ndarray, n: int):
    for k, x in enumerate(a, start=n):
        b[k] = x


def backwards(a: np.ndarray, b: np.ndarray, n: int):
    for i in reversed(range(1, n)):
        b[i] = a[i] - a[i - 1]


def backwards_by_two(a: np.ndarray, b: np.ndarray, n: int):
    for i in reversed(range(0, n, 2)):
        b[i] = a[i] + b[i - 1]


def solve_upper(A: np.ndarray, b: np.ndarray, x: np.ndarray):
    n = len(b)
    for i in reversed(range(n)):
        s = b[i]
        for j in range(i + 1, n):
            s -= A[i, j] * x[j]
        x[i] = s / A[i, i]


def matmul_by_rows(A: np.ndarray, B: np.ndarray, C: np.ndarray):
    for i, row in enumerate(A):
        for j in range(B.shape[1]):
            s = 0.0
            for k, x in enumerate(row):
                s += x * B[k, j]
            C[i, j] = s


def columns(A: np.ndarray, s: np.ndarray):
    for j, column in enumerate(A.T):
        for x in column:
            s[j] += x


def written_meanwhile(a: np.ndarray):
    for i, x in enumerate(a):
        a[i - 1] = x * 2.0


def part(a: np.ndarray, b: np.ndarray, n: int):
    for i, x in enumerate(a[:n]):
        b[i] = x + 1.0


def middle(a: np.ndarray, b: np.ndarray):
    for i, (x, y, z) in enumerate(zip(a[:-2], a[1:-1], a[2:])):
        b[i + 1] = (x + y + z) / 3.0


def last_item(a: np.ndarray, b: np.ndarray):
    for i, x in enumerate(a):
        b[i] = x * 2.0
    b[0] = x


def last_index(a: np.ndarray, b: np.ndarray):
    for i, x in enumerate(a):
        b[i] = x * 2.0
    b[i] = 0.0
    return i


def unused(a: np.ndarray, b: np.ndarray):
    for i, _ in enumerate(a):
        b[i] = 1.0


def cube(A: np.ndarray, s: np.ndarray):
    for i, plane_of_a in enumerate(A):
        for j, row in enumerate(plane_of_a):
            for x in row:
                s[i, j] += x


def while_up(a: np.ndarray, b: np.ndarray, c: np.ndarray):
    n = len(a)
    i = 0
    while i < n:
        j = 0
        while j < n:
            s = 0.0
            k = 0
            while k < a.shape[1]:
                s += a[i, k] * b[k, j]
                k += 1
            c[i, j] = s
            j += 1
        i += 1
    return i


def while_down(a: np.ndarray, b: np.ndarray):
    i = len(a) - 1
    while i >= 0:
        b[i] = a[i] * 2.0
        i -= 1
    return i


def while_steps(a: np.ndarray, b: np.ndarray, n: int):
    i = 0
    while i < n:
        b[i] = a[i] * 2.0
        i += 2
    return i


def while_flipped(a: np.ndarray, b: np.ndarray, n: int):
    i = 0
    while n > i:
        b[i] = a[i] + 1.0
        i = i + 1


def while_inclusive(a: np.ndarray, b: np.ndarray, n: int):
    i = 1
    while i <= n:
        b[i] = a[i] - a[i - 1]
        i += 1


def while_after(a: np.ndarray, b: np.ndarray, n: int):
    i = 0
    while i < n:
        b[i] = a[i]
        i += 1
    for j in range(n):
        b[i + j] = a[j] * 2.0


def while_triangle(a: np.ndarray, b: np.ndarray, n: int):
    i = 0
    while i < n:
        j = i
        while j < n:
            b[i, j] = a[j, i] * 2.0
            j += 1
        i += 1


def continued(A: np.ndarray, b: np.ndarray):
    for i, row in enumerate(A):
        if i == 1:
            continue
        for j, x in enumerate(row):
            if i == j:
                continue
            b[i, j] = x


def int_after(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n):
        k = i + 1
        b[k] = a[i]
    b[k] = 0.0
    return k


def swapped(a: np.ndarray, b: np.ndarray):
    n = len(a)
    for i in range(n // 2):
        a[i], a[n - 1 - i] = a[n - 1 - i], a[i]
    for i, x in enumerate(a):
        b[i] = x


def two_items(A: np.ndarray, b: np.ndarray):
    for i, row in enumerate(A):
        lo, hi = row
        b[i] = hi - lo


def objects(a: np.ndarray, b: np.ndarray):
    total = 0.0
    for name in {"x": 1.0, "y": 2.0}:
        total += len(name)
    for i, x in enumerate(a):
        b[i] = x * total
    return total


def index_moved(a: np.ndarray, b: np.ndarray):
    for i, x in enumerate(a):
        i = i // 2
        b[i] = x


def in_objects(a: np.ndarray, b: np.ndarray, k: int):
    seen = []
    for i, x in enumerate(a):
        b[i] = x * 2.0
    for name in seen:
        b[0] += len(name)
    return seen


def rebound_later(a: np.ndarray, b: np.ndarray):
    for x in a:
        b[0] += x
    x = 1.0
    for y in b:
        x += y
    return x
