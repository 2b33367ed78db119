"""`from numpy import *`: what a name is likely to be is guessed, and asked at run time."""

from __future__ import annotations

import math

import numpy as np
import oracle
import pytest

PROGRAM = """
from numpy import *
from math import *

N = 5
SIGMA = 2.0


def constants(a: ndarray, b: ndarray, n: int):
    for i in range(n):
        for j in range(n):
            b[i, j] = a[i, j] * SIGMA + N


def product(a: ndarray, b: ndarray, c: ndarray):
    c[:, :] = dot(a, b) + 1.0


def roots(a: ndarray, b: ndarray):
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            b[i, j] = sqrt(a[i, j] * a[i, j])


def on_lists(a: list, b: list, n: int):
    for i in range(n):
        for j in range(n):
            b[i][j] = 2.0 * a[i][j] + SIGMA
"""

ARGUMENTS = {
    "constants": lambda _: (np.eye(5), np.zeros((5, 5)), 5),
    "product": lambda _: (np.eye(5), np.ones((5, 5)), np.zeros((5, 5))),
    "roots": lambda _: (np.eye(5) - 0.5, np.zeros((5, 5))),
    "on_lists": lambda _: (np.eye(20).tolist(), np.zeros((20, 20)).tolist(), 20),
}


@pytest.fixture
def program(compile_text):
    """The program above, compiled."""
    return compile_text(PROGRAM)


def run(program, name):
    """One call in both modules."""
    return oracle.check(program, lambda module: getattr(module, name), ARGUMENTS[name])


@pytest.mark.parametrize("name", ARGUMENTS)
def test_optimized(program, name):
    """The names are what they seem to be."""
    assert run(program, name).ran_optimized


@pytest.mark.parametrize(
    ("name", "changed", "value"),
    [
        ("constants", "range", lambda n: iter([0])),
        ("constants", "N", 6),
        ("constants", "SIGMA", 3),
        ("product", "dot", lambda a, b: a - b),
        ("roots", "sqrt", np.sqrt),
        ("roots", "sqrt", lambda x: math.sqrt(x) + 1.0),
        ("on_lists", "range", lambda n: iter([0])),
    ],
)
def test_bound_again(program, name, changed, value):
    """A name of the module hides what was imported, or a builtin."""
    for module in (program.original, program.emitted):
        setattr(module, changed, value)
    assert not run(program, name).ran_optimized


def test_unknown_module(compile_text, tmp_path, monkeypatch):
    """Another module may bind anything."""
    (tmp_path / "others.py").write_text("def dot(a, b):\n    return a - b\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    program = compile_text(PROGRAM.replace("from math import *", "from math import *\nfrom others import *"))
    assert not run(program, "product").ran_optimized
    assert not run(program, "constants").ran_optimized
