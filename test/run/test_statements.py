"""Statements around the loops: unpacked shapes, returned scalars, names read after a loop, names of the module."""

from __future__ import annotations

import numpy as np
import oracle
import pytest

SQUARES = """
import numpy as np
EPS = 0.1
SIZE = 4


def total(a: np.ndarray, n: int):
    s = 0.0
    for i in range(n):
        s += a[i] * a[i]
    a *= 2.0
    return s


def pair(a: np.ndarray, n: int, x: float):
    s = 0.0
    t = 2.0 * x
    for i in range(n):
        s += a[i] * a[i]
    a *= 2.0
    return s, t


def clip(a: np.ndarray):
    for i in range(SIZE):
        a[i] += EPS


def own_rows(a: np.ndarray, b: np.ndarray):
    n, m = a.shape
    for i in range(n):
        row = np.zeros(m)
        for j in range(m):
            row[j] += a[i, j]
        b[i] = row + 1.0


def last(a: np.ndarray, b: np.ndarray, n: int):
    for i in range(n):
        x = a[i] * 2.0
        b[i] = x + 1.0
    b[i] = x
    return i


def exchange(a: np.ndarray, b: np.ndarray):
    x, y = a * 2.0, b * 3.0
    x, y = y, x
    a[:] = x
    b[:] = y


def listed(a: list, n: int):
    s = 0.0
    for i in range(n):
        a[i] = 2.0 * a[i]
        s += a[i]
    return s


def same_list(a: list, n: int):
    for i in range(n):
        a[i] = 2.0 * a[i]
    return a


def whole_numbers(a: list, n: int):
    s = 0
    for i in range(n):
        s += a[i]
    a[0] = 1.0
    return s
"""

CASES = {
    "total": lambda: (np.arange(5.0), 5),
    "pair": lambda: (np.arange(5.0), 5, 0.5),
    "clip": lambda: (np.arange(5.0),),
    "own_rows": lambda: (np.arange(12.0).reshape(3, 4), np.zeros((3, 4))),
    "last": lambda: (np.arange(5.0), np.zeros(5), 4),
    "exchange": lambda: (np.arange(5.0), np.ones(5)),
    "listed": lambda: ([1.0, 2.0, 3.0], 3),
    "same_list": lambda: ([1.0, 2.0, 3.0], 3),
}

# The original's result, type or exception is none that the optimized version could give.
FALLBACKS = {
    "total": lambda: (np.arange(5.0), 0),
    "pair": lambda: (np.arange(5.0), 5, np.float64(0.5)),
    "clip": lambda: (np.arange(3.0),),
    "own_rows": lambda: (np.zeros((3, 4, 1)), np.zeros((3, 4))),
    "last": lambda: (np.arange(5.0), np.zeros(5), 0),
    "listed": lambda: ([1, 2.0, 3.0], 3),
    "same_list": lambda: ([1.0, 2.0], 3),
    "whole_numbers": lambda: ([1.0], 0),
}


@pytest.fixture
def program(compile_text):
    """The program above, compiled."""
    return compile_text(SQUARES)


@pytest.mark.parametrize("name", CASES)
def test_optimized(program, name):
    """The optimized version runs, and its result has the type that the original's has."""
    outcome = oracle.check(program, lambda module: getattr(module, name), lambda _: CASES[name]())
    assert outcome.ran_optimized


@pytest.mark.parametrize("name", FALLBACKS)
def test_not_applied(program, name):
    """The original statements run where the version would differ."""
    outcome = oracle.check(program, lambda module: getattr(module, name), lambda _: FALLBACKS[name]())
    assert not outcome.ran_optimized or name == "whole_numbers"


def replaced_range(*arguments):
    """A function that the program may put in the place of `range`."""
    print("replaced", arguments)
    return range(*arguments)


@pytest.mark.parametrize(("name", "value"), [("EPS", 0.5), ("SIZE", 2), ("EPS", 1), ("range", replaced_range)])
def test_rebound_global(program, name, value):
    """A constant or function of the module that was bound anew is what the original would use."""
    for module in (program.original, program.emitted):
        setattr(module, name, value)
    outcome = oracle.check(program, lambda module: module.clip, lambda _: CASES["clip"]())
    assert not outcome.ran_optimized


def test_rebound_module(program):
    """Another object under the program's name for NumPy."""
    for module in (program.original, program.emitted):
        module.np = None
    outcome = oracle.check(program, lambda module: module.clip, lambda _: CASES["clip"]())
    assert not outcome.ran_optimized


def test_deleted_constant(program):
    """A constant that is gone is missed where the original misses it."""
    for module in (program.original, program.emitted):
        del module.EPS
    outcome = oracle.check(program, lambda module: module.clip, lambda _: CASES["clip"]())
    assert isinstance(outcome.exception, NameError)
