"""Loops over the items of lists, loops that count by `while`, and values that are unpacked."""

ARGUMENTS = {
    "weighted": "a:n b:n",
    "total": "A:n,m",
    "row_updates": "A:n,m w:n",
    "item_updates": "a:n b:n",
    "plane": "points:n,2 d:n,n",
    "forces": "pos:n,2 mass:n acc:n,2",
    "polynomial": "c:m x:n y:n",
    "differences": "a:n out:n",
    "own_differences": "a:n",
    "from_one": "a:n b:n+1",
    "backwards": "a:n b:n n",
    "solve_upper": "A:n,n b:n x:n",
    "matmul_by_rows": "A:n,m B:m,n C:n,n",
    "transposed": "A:n,m B:m,n",
    "part": "a:n b:n n",
    "middle": "a:n b:n",
    "last_item": "a:n b:n",
    "while_up": "a:n,m b:m,n c:n,n",
    "while_down": "a:n b:n",
    "while_inclusive": "a:n+1 b:n+1 n",
    "relax": "u:n v:n steps",
    "swap_rows": "A:n,m",
    "swapped": "a:n",
    "grows": "a:n b:n",
    "row_alias": "A:n,m b:m",
    "replaced": "A:n,m b:m",
}
LEFT_ALONE = ["swapped", "swap_rows", "grows", "row_alias", "own_differences", "replaced"]
REGROUPED = [
    "weighted", "total", "polynomial", "forces", "solve_upper", "matmul_by_rows", "while_up", "plane",
]


def weighted(a: list[float], b: list[float]):
    s = 0.0
    for x, y in zip(a, b):
        s += x * y
    return s


def total(A: list[list[float]]):
    s = 0.0
    for row in A:
        for x in row:
            s += x * x
    return s


def row_updates(A: list[list[float]], w: list[float]):
    for row, x in zip(A, w):
        for j in range(len(row)):
            row[j] = row[j] * 2.0 + x


def item_updates(a: list[float], b: list[float]):
    for i, x in enumerate(a):
        x += 1.0
        x *= 2.0
        b[i] = x


def plane(points: list[list[float]], d: list[list[float]]):
    for i, (x, y) in enumerate(points):
        for j, (u, v) in enumerate(points):
            d[i][j] = (x - u) ** 2 + (y - v) ** 2


def forces(pos: list[list[float]], mass: list[float], acc: list[list[float]]):
    for i in range(len(pos)):
        xi, yi = pos[i]
        for j in range(len(pos)):
            xj, yj = pos[j]
            dx = xj - xi
            dy = yj - yi
            r2 = dx * dx + dy * dy + 0.01
            acc[i][0] += mass[j] * dx / r2
            acc[i][1] += mass[j] * dy / r2


def polynomial(c: list[float], x: list[float], y: list[float]):
    for i, xi in enumerate(x):
        s = 0.0
        for ck in reversed(c):
            s = s * xi + ck
        y[i] = s


def differences(a: list[float], out: list[float]):
    for i, (x, y) in enumerate(zip(a, a[1:])):
        out[i] = y - x


def own_differences(a: list[float]):
    for i, (x, y) in enumerate(zip(a, a[1:])):
        a[i] = y - x


def from_one(a: list[float], b: list[float]):
    for i, x in enumerate(a, 1):
        b[i] = x * 2.0


def backwards(a: list[float], b: list[float], n: int):
    for i in reversed(range(1, n)):
        b[i] = a[i] - a[i - 1]


def solve_upper(A: list[list[float]], b: list[float], x: list[float]):
    n = len(b)
    for i in reversed(range(n)):
        s = b[i]
        for j in range(i + 1, n):
            s -= A[i][j] * x[j]
        x[i] = s / A[i][i]


def matmul_by_rows(A: list[list[float]], B: list[list[float]], C: list[list[float]]):
    for i, row in enumerate(A):
        for j in range(len(B[0])):
            s = 0.0
            for k, x in enumerate(row):
                s += x * B[k][j]
            C[i][j] = s


def transposed(A: list[list[float]], B: list[list[float]]):
    for i, row in enumerate(A):
        for j, x in enumerate(row):
            B[j][i] = x


def part(a: list[float], b: list[float], n: int):
    for i, x in enumerate(a[:n]):
        b[i] = x + 1.0


def middle(a: list[float], b: list[float]):
    for i, (x, y, z) in enumerate(zip(a[:-2], a[1:-1], a[2:])):
        b[i + 1] = (x + y + z) / 3.0


def last_item(a: list[float], b: list[float]):
    for i, x in enumerate(a):
        b[i] = x * 2.0
    b[0] = x


def while_up(a: list[list[float]], b: list[list[float]], c: list[list[float]]):
    n = len(a)
    i = 0
    while i < n:
        j = 0
        while j < n:
            s = 0.0
            k = 0
            while k < len(b):
                s += a[i][k] * b[k][j]
                k += 1
            c[i][j] = s
            j += 1
        i += 1


def while_down(a: list[float], b: list[float]):
    i = len(a) - 1
    while i >= 0:
        b[i] = a[i] * 2.0
        i -= 1


def while_inclusive(a: list[float], b: list[float], n: int):
    i = 1
    while i <= n:
        b[i] = a[i] - a[i - 1]
        i += 1


def relax(u: list[float], v: list[float], steps: int):
    t = 0
    n = len(u)
    while t < steps:
        i = 1
        while i < n - 1:
            v[i] = 0.5 * (u[i - 1] + u[i + 1])
            i += 1
        for i, x in enumerate(v):
            u[i] = x
        t += 1


def swap_rows(A: list[list[float]]):
    n = len(A)
    for i in range(n // 2):
        A[i], A[n - 1 - i] = A[n - 1 - i], A[i]


def swapped(a: list[float]):
    n = len(a)
    for i in range(n // 2):
        a[i], a[n - 1 - i] = a[n - 1 - i], a[i]


def grows(a: list[float], b: list[float]):
    for x in a:
        if len(a) < 20:
            a.append(x)
    for i, x in enumerate(b):
        b[i] = x * 2.0


def row_alias(A: list[list[float]], b: list[float]):
    first = A[0]
    for i, x in enumerate(A[0][1:]):
        first[i + 1] = x * 2.0
        b[i] = first[i]


def replaced(A: list[list[float]], b: list[float]):
    for row in A:
        row = b
        for j in range(len(b)):
            row[j] = row[j] * 2.0
