"""Statements at a function's start that check, convert or report: they run as they are, before the versions."""

import warnings

import numpy as np

CALLS = []

ARGUMENTS = {
    "checked": "a:n,m b:m,n c:n,n",
    "asserted": "a:n,m b:n,m",
    "converted": "a:n,m b:n,m",
    "defaulted": "a:n b:n",
    "defaulted_number": "a:n b:n s=2.0",
    "early": "a:n b:n",
    "chained": "a:n,m b:n,m",
    "logged": "a:n b:n",
    "clamped": "a:n b:n n",
    "chosen": "a:n b:n s=2.0",
    "made_before": "a:n b:n",
    "called": "a:n b:n",
    "shadowed": "a:n b:n n",
    "changed_size": "a:n b:n",
    "maybe": "a:n b:n s=2.0",
    "returns_array": "a:n,m",
    "warned": "a:n b:n s=2.0",
    "short": "a:n b:n",
}
LEFT_ALONE = ["maybe"]
REGROUPED = ["checked"]


def checked(a: np.ndarray, b: np.ndarray, c: np.ndarray):
    """Product of two matrices."""
    if a.ndim != 2 or b.ndim != 2:
        raise ValueError("matrices are expected")
    n, m = a.shape
    if b.shape[0] != m:
        raise ValueError("shapes %s and %s" % (a.shape, b.shape))
    p = b.shape[1]
    if c.shape != (n, p):
        raise ValueError(f"result has shape {c.shape}")
    for i in range(n):
        for j in range(p):
            s = 0.0
            for k in range(m):
                s += a[i, k] * b[k, j]
            c[i, j] = s


def asserted(a: np.ndarray, b: np.ndarray):
    assert a.shape == b.shape, "shapes"
    assert a.shape[0] > 1
    for i, row in enumerate(a):
        for j, x in enumerate(row):
            b[i, j] = x * 2.0


def converted(a: np.ndarray, b: np.ndarray):
    a = np.asarray(a)
    b = np.asarray(b)
    n, m = a.shape
    if n == 0 or m == 0:
        return None
    for i in range(n):
        for j in range(m):
            b[i, j] = a[i, j] + 1.0
    return b


def defaulted(a: np.ndarray, b: np.ndarray = None):
    if b is None:
        b = np.zeros_like(a)
    for i in range(len(a)):
        b[i] = a[i] * 3.0
    return b


def defaulted_number(a: np.ndarray, b: np.ndarray, s: float = None):
    if s is None:
        s = 0.5
    for i in range(len(a)):
        b[i] = a[i] * s


def early(a: np.ndarray, b: np.ndarray):
    n = len(a)
    if n < 3:
        return -1
    for i in range(1, n - 1):
        b[i] = a[i - 1] + a[i + 1]
    return n


def chained(a: np.ndarray, b: np.ndarray):
    n = a.shape[0]
    m = a.shape[1]
    if not (0 < n <= b.shape[0]) or not m == b.shape[1] > 0:
        raise IndexError("sizes")
    for i in range(n):
        for j in range(m):
            if 0 < i < n - 1:
                b[i, j] = a[i, j]


def logged(a: np.ndarray, b: np.ndarray):
    print("sizes", len(a), len(b))
    for i in range(len(a)):
        b[i] = a[i] - 1.0
    print("done")


def clamped(a: np.ndarray, b: np.ndarray, n: int):
    if n > len(a):
        n = len(a)
    if n < 0:
        n = 0
    for i in range(n):
        b[i] = a[i] * 2.0


def chosen(a: np.ndarray, b: np.ndarray, s: float):
    if s > 1.0:
        w = 0.25
    elif s > 0.0:
        w = 0.75
    else:
        raise ValueError("s")
    for i in range(len(a)):
        b[i] = a[i] * w


def made_before(a: np.ndarray, b: np.ndarray):
    n = len(a)
    out = np.zeros(n)
    if len(b) != n:
        raise ValueError("sizes")
    for i in range(n):
        out[i] = a[i] * b[i]
    return out


def note(a, b):
    CALLS.append(len(a))
    if len(a) != len(b):
        raise ValueError("sizes")


def called(a: np.ndarray, b: np.ndarray):
    n = len(a)
    note(a, b)
    for i in range(n):
        b[i] = a[i] * 2.0


def shadowed(a: np.ndarray, b: np.ndarray, n: int):
    k = n
    if k > 3:
        n = 3
    if n < 1:
        raise ValueError("n")
    for i in range(n):
        b[i] = a[i]
    return k


def changed_size(a: np.ndarray, b: np.ndarray):
    n = len(a)
    a = np.atleast_2d(a)
    for i in range(a.shape[0]):
        for j in range(n):
            b[j] = a[i, j] * 2.0
    return n


def maybe(a: np.ndarray, b: np.ndarray, s: float):
    if s == 77.0:
        w = 0.25
        print("set")
    for i in range(len(a)):
        b[i] = a[i] * w


def returns_array(a: np.ndarray):
    if a.size == 0:
        raise ValueError("empty")
    out = np.zeros(a.shape)
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            out[i, j] = a[i, j] ** 2
    return out


def warned(a: np.ndarray, b: np.ndarray, s: float):
    if s > 1.5:
        warnings.warn("large")
    for i in range(len(a)):
        b[i] = a[i] / 2.0


def small(x):
    if x < 0.0:
        return 0.0
    return x * x


def short(a: np.ndarray, b: np.ndarray):
    for i in range(len(a)):
        b[i] = small(a[i])
