"""Statements at the start of functions on lists: they run as they are, before the versions."""

ARGUMENTS = {
    "checked": "a:n,m b:m,n c:n,n",
    "asserted": "a:n b:n",
    "defaulted": "a:n b:n s=2.0",
    "early": "a:n b:n",
    "logged": "a:n b:n",
    "clamped": "a:n b:n n",
    "checks_each": "a:n b:n",
    "grown": "a:n b:n",
    "made_before": "a:n b:n",
    "aliases": "a:n b:n",
}
LEFT_ALONE = ["made_before", "grown", "aliases"]
REGROUPED = ["checked"]


def checked(a: list[list[float]], b: list[list[float]], c: list[list[float]]):
    n = len(a)
    m = len(b)
    if n == 0 or len(a[0]) != m:
        raise ValueError("sizes")
    for i in range(n):
        for j in range(len(b[0])):
            s = 0.0
            for k in range(m):
                s += a[i][k] * b[k][j]
            c[i][j] = s


def asserted(a: list[float], b: list[float]):
    assert len(a) == len(b), "lengths"
    for i, x in enumerate(a):
        b[i] = x * 2.0


def defaulted(a: list[float], b: list[float], s: float = None):
    if s is None:
        s = 1.5
    for i, x in enumerate(a):
        b[i] = x * s


def early(a: list[float], b: list[float]) -> float:
    n = len(a)
    if n < 3:
        return 0.0
    total = 0.0
    for i in range(1, n - 1):
        b[i] = a[i - 1] + a[i + 1]
        total += b[i]
    return total


def logged(a: list[float], b: list[float]):
    print("sizes", len(a), len(b))
    for i in range(len(a)):
        b[i] = a[i] - 1.0


def clamped(a: list[float], b: list[float], n: int):
    if n > len(a):
        n = len(a)
    for i in range(n):
        b[i] = a[i] * 2.0


def checks_each(a: list[float], b: list[float]):
    if not all(isinstance(x, float) for x in a):
        raise TypeError("floats")
    for i in range(len(a)):
        b[i] = a[i] * 2.0


def grow(values: list):
    if len(values) % 2:
        values.append(1.0)


def grown(a: list[float], b: list[float]):
    n = len(b)
    grow(b)
    for i in range(n):
        b[i] = a[i] * 2.0
    return n


def made_before(a: list[float], b: list[float]):
    n = len(a)
    out = [0.0] * n
    if len(b) != n:
        raise ValueError("sizes")
    for i in range(n):
        out[i] = a[i] * b[i]
    return out


def aliases(a: list[float], b: list[float]):
    x = a
    if len(x) != len(b):
        raise ValueError("sizes")
    for i in range(len(x)):
        b[i] = x[i] * 2.0
    return x
