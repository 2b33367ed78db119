"""Whole powers of arrays as products: edge values, shapes and types, and written operands."""

from __future__ import annotations

import numpy as np
import oracle
import pytest

SOURCE = """
import numpy as np


def pair_forces(r: np.ndarray) -> np.ndarray:
    s = 1.0 / r
    return 24.0 * (2.0 * s**12 - s**6) * s


def cubic(x: np.ndarray, y: np.ndarray):
    y[:] = 3.0 * x**3 - 2.0 * x**2 + x - 1.0


def written_between(x: np.ndarray, y: np.ndarray):
    for i in range(x.shape[0]):
        y[i] = x[i] ** 4
    for i in range(x.shape[0]):
        x[i] = y[i] ** 3
    for i in range(x.shape[0]):
        y[i] = x[i] ** 3


def whole(k: "np.ndarray[np.int64]", out: "np.ndarray[np.int64]"):
    out[:] = k**5 + k**3
"""

EDGES = np.array([0.0, -0.0, 1.0, -1.5, 1e-200, -1e120, np.inf, -np.inf, np.nan, 5e-324, 1e103])


@pytest.fixture(scope="module")
def program(tmp_path_factory) -> oracle.Program:
    """The kernels, compiled once."""
    folder = tmp_path_factory.mktemp("powers")
    source = folder / "kernels.py"
    source.write_text(SOURCE, encoding="utf-8")
    return oracle.compile_program(source, folder)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name", ["pair_forces", "cubic", "written_between", "whole"])
@pytest.mark.parametrize("kind", ["edges", "ordinary"])
def test_powers(program: oracle.Program, name: str, kind: str) -> None:
    """The same as the original, for edge values too."""
    values = EDGES if kind == "edges" else np.random.default_rng(3).uniform(-2.0, 2.0, 50)
    whole = np.array([0, 1, -3, 2**40, -(2**62), 7])
    arguments = {
        "pair_forces": lambda module: (values.copy(),),
        "cubic": lambda module: (values.copy(), np.ones_like(values)),
        "written_between": lambda module: (values.copy(), np.ones_like(values)),
        "whole": lambda module: (whole.copy(), np.zeros(len(whole), np.int64)),
    }[name]
    outcome = oracle.check(program, lambda module: getattr(module, name), arguments)
    assert outcome.exception is None
