"""Kernels on lists: ints among floats, flat lists, and what is left in the lists, type by type."""

from __future__ import annotations

import copy
import inspect
import random
from typing import Any

import numpy as np
import oracle
import pytest

INTS = """
def atax(m: int, n: int, a: list, x: list, y: list, tmp: list):
    for i in range(n):
        y[i] = 0
    for i in range(m):
        tmp[i] = 0
        for j in range(n):
            tmp[i] = tmp[i] + a[i][j] * x[j]
        for j in range(n):
            y[j] = y[j] + a[i][j] * tmp[i]


def product(m: int, n: int, a: list, b: list, c: list):
    for i in range(m):
        for j in range(m):
            s = 0
            for k in range(n):
                s += a[i][k] * b[k][j]
            c[i][j] = s


def below(m: int, n: int, a: list, c: list):
    for i in range(m):
        s = 0
        for j in range(i):
            s += a[i][0]
        c[i][0] = 2.0 * s


def triangle(m: int, n: int, a: list, y: list):
    for i in range(m):
        s = 0
        for j in range(i):
            s += a[i][0]
        y[i] = s


def kept(m: int, n: int, y: list):
    for i in range(m):
        y[i] = 1


def negated(m: int, n: int, a: list, y: list, x: list):
    for i in range(m):
        y[i] = 0
        x[i] = -y[i] * 1.5
        y[i] = a[i][0]


def total(m: int, n: int, a: list, y: list):
    s = 0
    for i in range(m):
        s += a[i][0]
        y[i] = 1.0 * s
    return s


def counted(m: int, n: int, y: list):
    for i in range(m):
        y[i] = float(i) + 2 * y[i]


def chosen(m: int, n: int, a: list, y: list):
    for i in range(m):
        y[i] = 1 if a[i][0] < 1.0 else a[i][0]
"""

LOCAL = """
def durbin(n: int, r: list, y: list):
    z = [0.0] * n
    y[0] = -r[0]
    beta = 1.0
    alpha = -r[0]
    for k in range(1, n):
        beta = (1 - alpha * alpha) * beta
        s = 0.0
        for i in range(k):
            s += r[k - i - 1] * y[i]
        alpha = -(r[k] + s) / beta
        for i in range(k):
            z[i] = y[i] + alpha * y[k - i - 1]
        for i in range(k):
            y[i] = z[i]
        y[k] = alpha


def sums(n: int, r: list, y: list):
    t = 2 * [0.5] if n < 0 else y
    for i in range(n):
        y[i] = r[i]


def rows(n: int, r: list, y: list):
    for i in range(n):
        row = n * [1.5]
        for j in range(n):
            row[j] += r[i] * r[j]
        for j in range(n):
            y[i] = y[i] + row[j]


def kept(n: int, r: list, y: list):
    z = [0.0] * n
    for i in range(n):
        z[i] = r[i]
    return z


def shared(n: int, r: list, y: list):
    z = [[0.0] * n] * n
    for i in range(n):
        z[0][i] = r[i]
    for i in range(n):
        y[i] = z[1][i]
"""

FLAT = """
import numpy as np


def product(n: int, m: int, k: int, a: list, b: list, c: list):
    for i in range(n):
        for j in range(m):
            c[i * m + j] = 0.0
            for p in range(k):
                c[i * m + j] += a[k * i + p] * b[p * m + j]


def triangle(n: int, m: int, k: int, a: list, c: list):
    for i in range(n):
        for j in range(i + 1):
            c[i * n + j] = 2.0 * a[n * j + i]


def last(n: int, m: int, k: int, a: list, c: list):
    for i in range(n):
        for j in range(m):
            c[i * m + m - 1 - j] = a[(i + 1) * m - j - 1] + a[i * m]


def cube(n: int, m: int, k: int, a: list, b: list):
    for i in range(n):
        for j in range(1, m):
            for p in range(k):
                a[(i * m + j) * k + p] += b[(j + m * i) * k + p]


def column(n: int, m: int, k: int, a: list, b: list):
    row = 0
    for i in range(n):
        row = i * m
        b[i] = a[row + k]


def scale(n: int, m: int, k: int, a: np.ndarray, b: np.ndarray):
    for i in range(n):
        for j in range(m):
            a[i * m + j] = 2.0 * b[j * n + i]
"""


def numbers(rng: random.Random, *shape: int) -> Any:
    """Nested lists of floats."""
    if not shape:
        return rng.uniform(0.5, 1.5)
    return [numbers(rng, *shape[1:]) for _ in range(shape[0])]


def leaf_types(value: Any) -> Any:
    """The same structure with the types of its leaves."""
    return [leaf_types(item) for item in value] if isinstance(value, list) else type(value)


@pytest.fixture(scope="module")
def programs(tmp_path_factory):
    """Both programs, compiled."""
    folder = tmp_path_factory.mktemp("lists")
    programs = {}
    for name, text in {"ints": INTS, "local": LOCAL, "flat": FLAT}.items():
        source = folder / f"{name}.py"
        source.write_text(text)
        programs[name] = oracle.compile_program(source, folder)
    return programs


def check(program: oracle.Program, function: str, arguments: tuple) -> oracle.Outcome:
    """Equal outcomes, and leaves of the very same types."""
    outcome = oracle.check(
        program, lambda module: getattr(module, function), lambda module: copy.deepcopy(arguments)
    )
    old, new = copy.deepcopy(arguments), copy.deepcopy(arguments)
    results = []
    for module, own in ((program.original, old), (program.emitted, new)):
        try:
            results.append(leaf_types(getattr(module, function)(*own)))
        except Exception as error:  # noqa: BLE001 - the oracle has compared them
            results.append(type(error))
    assert results[0] == results[1]
    assert [leaf_types(a) for a in old] == [leaf_types(a) for a in new]
    return outcome


def of_ints(function: str, m: int, n: int) -> tuple:
    """Arguments for a function of INTS."""
    rng = random.Random(m * 100 + n)
    a, x, y, tmp = numbers(rng, m, n), numbers(rng, n), numbers(rng, max(m, n)), numbers(rng, m)
    b, c = numbers(rng, n, m), numbers(rng, m, m)
    return {
        "atax": (m, n, a, x, y, tmp),
        "product": (m, n, a, b, c),
        "below": (m, n, a, c),
        "triangle": (m, n, a, y),
        "kept": (m, n, y),
        "negated": (m, n, a, y, tmp),
        "total": (m, n, a, y),
        "counted": (m, n, y),
        "chosen": (m, n, a, y),
    }[function]


OPTIMIZED = {"atax", "product", "below", "total", "counted"}
DECLINED = {"triangle", "kept", "negated", "chosen"}


@pytest.mark.parametrize("function", sorted(OPTIMIZED | DECLINED))
@pytest.mark.parametrize("m, n", [(0, 0), (1, 1), (0, 3), (3, 0), (4, 7), (40, 30)])
def test_ints(programs, function, m, n):
    """Where the original leaves an int in a list or returns one, so does the emitted function."""
    outcome = check(programs["ints"], function, of_ints(function, m, n))
    is_optimized = oracle.ORIGINAL_MARK in inspect.getsource(getattr(programs["ints"].emitted, function))
    assert is_optimized == (function in OPTIMIZED)
    if is_optimized and (m, n) == (40, 30):
        assert outcome.ran_optimized


FLAT_ARGUMENTS = {
    "product": ("a n*k", "b k*m", "c n*m"),
    "triangle": ("a n*n", "c n*n"),
    "last": ("a n*m", "c n*m"),
    "cube": ("a n*m*k", "b n*m*k"),
    "column": ("a n*m", "b n"),
    "scale": ("a n*m", "b n*m"),
}


def of_flat(function: str, n: int, m: int, k: int, extra: int = 0) -> list:
    """Arguments for a function of FLAT; `extra` elements more, or less, than needed."""
    rng = random.Random(n)
    sizes = [eval(text.split()[1], {"n": n, "m": m, "k": k}) for text in FLAT_ARGUMENTS[function]]
    arrays = [numbers(rng, max(0, size + extra)) for size in sizes]
    return [n, m, k, *(map(np.array, arrays) if function == "scale" else arrays)]


@pytest.mark.parametrize("extra", [0, 1, 5, -1])
@pytest.mark.parametrize(
    "n, m, k",
    [(0, 2, 2), (1, 1, 1), (3, 4, 2), (4, 3, 2), (2, 0, 1), (3, 2, 0), (40, 30, 20), (3, 4, 9), (3, -4, 2)],
)
@pytest.mark.parametrize("function", FLAT_ARGUMENTS)
def test_flat(programs, function, n, m, k, extra):
    """Flat lists and arrays, of the right length, longer and too short."""
    outcome = check(programs["flat"], function, tuple(of_flat(function, n, m, k, extra)))
    if (n, m, k) == (40, 30, 20) and extra == 0:
        assert outcome.ran_optimized


def test_flat_views(programs):
    """A strided flat array, and two that overlap."""
    base = np.arange(60.0)
    strided = base[::2]
    assert check(programs["flat"], "scale", (5, 6, 0, strided.copy()[::-1], base[:30].copy())).ran_optimized
    overlapping = oracle.check(
        programs["flat"], lambda module: module.scale, lambda module: (5, 6, 0, (c := base.copy())[:30], c[20:50])
    )
    assert not overlapping.ran_optimized


@pytest.mark.parametrize("leaf", [1, True, None, "1", float("nan"), float("inf"), 10**400])
def test_flat_leaves(programs, leaf):
    """One element of another kind."""
    arguments = of_flat("product", 20, 30, 10)
    arguments[3][77] = leaf
    check(programs["flat"], "product", tuple(arguments))


@pytest.mark.parametrize("function", ["durbin", "sums", "rows", "kept", "shared"])
@pytest.mark.parametrize("n", [0, 1, 2, 5, 40])
def test_local_lists(programs, function, n):
    """Lists that a kernel makes, for itself or to return them."""
    rng = random.Random(n)
    outcome = check(programs["local"], function, (n, numbers(rng, n), numbers(rng, n)))
    is_optimized = oracle.ORIGINAL_MARK in inspect.getsource(getattr(programs["local"].emitted, function))
    assert is_optimized == (function in {"durbin", "rows", "kept"})
    if is_optimized and n == 40:
        assert outcome.ran_optimized


@pytest.mark.parametrize("n, optimized", [(2, False), (60, True)])
def test_thresholds(tmp_path, monkeypatch, n, optimized):
    """With the default profile small lists are left to the original statements."""
    profile = tmp_path / "profile.toml"
    profile.write_text("")
    monkeypatch.setenv("AUTOMPHC_PROFILE", str(profile))
    source = tmp_path / "flat.py"
    source.write_text(FLAT)
    program = oracle.compile_program(source, tmp_path)
    outcome = check(program, "product", tuple(of_flat("product", n, n, n)))
    assert outcome.ran_optimized == optimized
