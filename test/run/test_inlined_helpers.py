"""Small functions of the module that kernels call: replaced by what they return as long as they are what they were."""

from __future__ import annotations

import numpy as np
import oracle
import pytest

PROGRAM = """
import numpy as np

SCALE = 0.5


def weight(u, v):
    d = u - v
    return np.exp(-d * d) * SCALE


def least(x, bound):
    if x < bound:
        return bound
    return x


def share(x, total):
    return x / total


def pairs(a: np.ndarray, b: np.ndarray, out: np.ndarray, n: int):
    for i in range(n):
        out[i] = weight(a[i], v=b[i])


def bounded(a: np.ndarray, n: int):
    for i in range(n):
        a[i] = 2.0 * least(a[i], 0.25)


def beside(a: np.ndarray, b: np.ndarray, c: np.ndarray, n: int, total: float):
    for i in range(n):
        print(share(float(n), total))
        for j in range(n):
            for k in range(n):
                c[i, j] += a[i, k] * b[k, j]


def rows(x: np.ndarray, y: np.ndarray, out: np.ndarray):
    for i in range(x.shape[0]):
        out[i] = weight(x[i, 0], y[i, 1])
"""

CASES = {
    "pairs": lambda _: (np.linspace(-1.0, 1.0, 5), np.ones(5), np.zeros(5), 5),
    "bounded": lambda _: (np.array([0.0, 1.0, np.nan, -np.inf, np.inf]), 5),
    "rows": lambda _: (np.ones((3, 2)), np.zeros((3, 2)), np.zeros(3)),
}


@pytest.fixture
def program(compile_text):
    """The program above, compiled."""
    return compile_text(PROGRAM)


@pytest.mark.parametrize("name", CASES)
def test_optimized(program, name):
    """The optimized version runs."""
    assert oracle.check(program, lambda module: getattr(module, name), CASES[name]).ran_optimized


@pytest.mark.parametrize(("helper", "name"), [("weight", "pairs"), ("least", "bounded")])
def test_rebound(program, helper, name):
    """Another function under the helper's name is the one that is called."""
    for module in (program.original, program.emitted):
        setattr(module, helper, lambda *values, **named: print(values, named) or 7.0)
    assert not oracle.check(program, lambda module: getattr(module, name), CASES[name]).ran_optimized


def test_deleted(program):
    """A helper that is gone is missed where the original misses it."""
    for module in (program.original, program.emitted):
        del module.least
    outcome = oracle.check(program, lambda module: module.bounded, CASES["bounded"])
    assert isinstance(outcome.exception, NameError)
    oracle.check(program, lambda module: module.bounded, lambda _: (np.zeros(0), 0))


@pytest.mark.parametrize("total", [2.0, 0.0])
def test_raises_beside(program, total):
    """A helper that may raise keeps its place among the writes."""
    arrays = lambda _: (np.ones((3, 3)), np.ones((3, 3)), np.zeros((3, 3)), 3, total)  # noqa: E731
    oracle.check(program, lambda module: module.beside, arrays)
