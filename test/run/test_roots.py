"""Functions of `math` that raise: NumPy's stand in for them where the sign of the argument is known."""

from __future__ import annotations

import numpy as np
import oracle
import pytest

PROGRAM = """
import math
import numpy as np


def distances(p: np.ndarray, d: np.ndarray):
    n, m = p.shape
    for i in range(n):
        for j in range(n):
            s = 0.0
            for k in range(m):
                t = p[i, k] - p[j, k]
                s += t * t
            d[i, j] = math.sqrt(s)


def kernels(p: np.ndarray, d: np.ndarray, h: float):
    n, m = p.shape
    for i in range(n):
        for j in range(n):
            s = 0.0
            for k in range(m):
                s += (p[i, k] - p[j, k]) ** 2
            d[i, j] = math.exp(-s / (2.0 * h * h))


def norms(p: np.ndarray, d: np.ndarray):
    for i in range(p.shape[0]):
        d[i, 0] = math.sqrt(abs(p[i, 0]) + p[i, 1] ** 2)


def any_sign(p: np.ndarray, d: np.ndarray):
    for i in range(p.shape[0]):
        d[i, 0] = math.sqrt(p[i, 0] * p[i, 1])


def large(p: np.ndarray, d: np.ndarray):
    for i in range(p.shape[0]):
        d[i, 0] = math.exp(p[i, 0] * p[i, 0])


def reused(p: np.ndarray, d: np.ndarray):
    for i in range(p.shape[0]):
        s = p[i, 0] * p[i, 0]
        d[i, 0] = math.sqrt(s)
        s = s - p[i, 1]
        d[i, 1] = math.sqrt(s)
"""

ODD = np.array([[1.0, np.nan, -0.0], [np.inf, -2.0, 1e200], [-np.inf, 1e-200, -1e200], [0.5, 0.0, 3.0]])


def points(n: int) -> np.ndarray:
    """Points of both signs."""
    return np.random.default_rng(n).random((n, 3)) - 0.5


@pytest.fixture
def program(compile_text):
    """The program above, compiled."""
    return compile_text(PROGRAM)


@pytest.mark.parametrize("name", ["distances", "kernels", "norms"])
@pytest.mark.parametrize("p", [points(7), points(7) * 1e3, ODD])
def test_optimized(program, name, p):
    """The optimized version runs, whatever the numbers are."""
    rest = [0.5] if name == "kernels" else []
    make = lambda _: (p.copy(), np.zeros((len(p), max(p.shape[0], 2))), *rest)  # noqa: E731
    outcome = oracle.check(program, lambda module: getattr(module, name), make)
    assert outcome.ran_optimized and not outcome.ran_original


@pytest.mark.parametrize("p", [(points(7) * 100).astype(np.int64), points(7).astype(np.float32)])
def test_other_elements(program, p):
    """Ints and narrow floats."""
    for name in ("distances", "norms", "any_sign", "large", "reused"):
        oracle.check(program, lambda module, n=name: getattr(module, n), lambda _: (p.copy(), np.zeros((7, 7))))


@pytest.mark.parametrize(("name", "error"), [("any_sign", ValueError), ("large", OverflowError), ("reused", ValueError)])
def test_raises_in_place(program, name, error):
    """What was written before the exception is what the program would have written."""
    p = np.ones((5, 3)) * 0.5
    p[:, 1] = 0.1
    p[3] = 100.0 if name == "large" else [-0.5, 0.5, 0.5]
    outcome = oracle.check(program, lambda module: getattr(module, name), lambda _: (p.copy(), np.zeros((5, 2))))
    assert isinstance(outcome.exception, error)
    assert outcome.arguments[1][2, 0] != 0.0


def test_quotient_by_zero(program):
    """A width of zero makes exponents that are infinite or NaN."""
    make = lambda _: (points(4), np.zeros((4, 4)), 0.0)  # noqa: E731
    assert oracle.check(program, lambda module: module.kernels, make).ran_optimized
