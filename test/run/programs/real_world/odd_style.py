#!/usr/bin/env python3
# -*- coding: utf-8 -*-
"""Every construct that a linter would talk about."""
import contextlib, math  # noqa: E401
import numpy as np; from numpy import zeros_like  # noqa: E702
import numpy.linalg as la

N = 4; SCALE = 0.5  # noqa: E702
TABLE = {"half": 0.5, "twice": 2.0}
state = {"calls": 0}
square = lambda v: v * v  # noqa: E731


def scale_rows(a: np.ndarray, *, key="half", **unused):
    'Single quotes, a default by name, keywords that nobody reads.'
    f = TABLE[key]
    for i in range(0, a.shape[0]): a[i] *= f  # noqa: E701
    return a


def nested(a: np.ndarray, b: np.ndarray):
    total = 0.
    for i in range(a.shape[0]):
        if i % 2: continue  # noqa: E701
        for j in range(a.shape[1]):
            if (s := a[i, j] * b[i, j]) < 0: break  # noqa: E701
            total += s
        else:
            total += 1
    return total


def in_try(a: np.ndarray, b: np.ndarray, out: np.ndarray):
    try:
        for i in range(a.shape[0]):
            for j in range(b.shape[1]):
                out[i, j] = 0
                for k in range(a.shape[1]):
                    out[i, j] += a[i, k] * b[k, j]
    except IndexError as e:
        return str(e)
    finally:
        state["calls"] += 1
    return state["calls"]


def in_with(a: np.ndarray):
    with np.errstate(all="ignore"), contextlib.suppress(ZeroDivisionError):
        for i in range(a.shape[0]):
            for j in range(a.shape[1]):
                a[i, j] = 1.0 / a[i, j] if a[i, j] != 0 else 0.0
    return a


def unpacking(a: np.ndarray, xs: list):
    first, *rest = xs
    (p, q), r = (first, len(rest)), a.shape
    c = d = np.zeros(r); e = zeros_like(d)  # noqa: E702
    for i in range(r[0]):
        for j in range(r[1]):
            c[i, j] = a[i, j] * p + q
    return c is d, e, rest, [x for x in xs if x > p], {k: v for k, v in zip("abc", xs)}


def while_true(a: np.ndarray, limit=10):
    n = 0
    while True:
        for i in range(a.shape[0]):
            for j in range(a.shape[1]):
                a[i, j] = a[i, j] * SCALE
        n += 1
        if n >= limit or not abs(a).max() > 1e-3:
            break
    else:
        n = -1
    return n


def delete_names(a: np.ndarray):
    t = np.zeros(a.shape[0])
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            t[i] += square(a[i, j])
    del i
    try:
        return i, t
    except NameError as e:
        return type(e).__name__, t


def shadowed(a: np.ndarray, sum=math.fsum, range=range):
    max = 0.0
    for i in range(a.shape[0]):
        max = max + sum(a[i])
    return max


def outer(a: np.ndarray):
    total = 0.0

    def add(v):
        nonlocal total
        total += v

    for i in range(a.shape[0]):
        add(a[i, 0])
    return total


def generator(a: np.ndarray):
    for i in range(a.shape[0]):
        a[i, :] = i
        yield a[i].sum()


def consume(a: np.ndarray):
    return list(generator(a))


def set_scale(value):
    global SCALE
    SCALE = value
    return SCALE


def use_scale(a: np.ndarray, b: np.ndarray):
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            b[i, j] = SCALE * a[i, j] + N
    return b


def last_index(a: np.ndarray):
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            a[i, j] = a[i, j] + 1.0
    return i, j


def print_lists(a: list[list[float]], b: list[list[float]]):
    for i in range(len(a)):
        s = 0.0
        for j in range(len(a[i])):
            b[i][j] = a[i][j] * 2.0
            s += a[i][j]
        print(f"row {i}", round(s, 6))


def norm_of(a: np.ndarray, order=None):
    assert a.size, "empty"
    return la.norm(a, order) if order else la.norm(a)


def factorial(n: int) -> int:
    return 1 if n < 2 else n * factorial(n - 1)


def rotate(a: np.ndarray, k: int):
    n = a.shape[0]
    out = np.empty_like(a)
    for i in range(n):
        for j in range(a.shape[1]):
            out[(i + k) % n, j] = a[i, -1 - j]
    return out


def match_rank(a: np.ndarray):
    match a.ndim:
        case 1:
            return a * 2
        case 2 if a.shape[0]:
            for row in a:
                row[:] = row[::-1].copy()
            return a
        case _:
            return None
