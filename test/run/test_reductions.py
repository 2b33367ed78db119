"""Largest and smallest elements that comparisons find, and sums under conditions: NaN, zeros, types, order."""

from __future__ import annotations

import math

import numpy as np
import oracle
import pytest

SOURCE = """
import math
import numpy as np


def largest(a: np.ndarray):
    m = 0.0
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            m = max(m, a[i, j])
    return m


def largest_if(a: np.ndarray):
    m = -math.inf
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            if a[i, j] > m:
                m = a[i, j]
    return m


def smallest(a: np.ndarray):
    m = float("inf")
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            m = min(m, a[i, j])
    return m


def smallest_if(a: np.ndarray):
    m = np.inf
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            if m > a[i, j]:
                m = a[i, j]
    return m


def chosen(a: np.ndarray):
    m = -1e30
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            m = a[i, j] if a[i, j] > m else m
    return m


def from_first(a: np.ndarray):
    m = a[0, 0]
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            if a[i, j] < m:
                m = a[i, j]
    return m


def difference(a: np.ndarray):
    d = 0.0
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            e = abs(a[i, j] - a[0, j])
            if e > d:
                d = e
    return d


def norm(a: np.ndarray):
    best = 0.0
    for i in range(a.shape[0]):
        s = 0.0
        for j in range(a.shape[1]):
            s += abs(a[i, j])
        if s > best:
            best = s
    return best


def last_of_equal(a: np.ndarray):
    m = 0.0
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            if a[i, j] >= m:
                m = a[i, j]
    return m + 1.0


def of_rows(a: np.ndarray, y: np.ndarray):
    for i in range(a.shape[0]):
        m = a[i, 0]
        for j in range(1, a.shape[1]):
            if a[i, j] > m:
                m = a[i, j]
        y[i] = m


def last_of_rows(a: np.ndarray, y: np.ndarray):
    for i in range(a.shape[0]):
        m = 0.0
        for j in range(a.shape[1]):
            if a[i, j] <= m:
                m = a[i, j]
        y[i] = m


def of_columns(a: np.ndarray, y: np.ndarray):
    for j in range(a.shape[1]):
        for i in range(a.shape[0]):
            y[j] = min(y[j], a[i, j])


def positive(a: np.ndarray, y: np.ndarray):
    for i in range(a.shape[0]):
        s = y[i]
        for j in range(a.shape[1]):
            if a[i, j] > 0.0:
                s += a[i, j]
        y[i] = s


def subtracted(a: np.ndarray, y: np.ndarray):
    for i in range(a.shape[0]):
        s = 0.0
        for j in range(a.shape[1]):
            if a[i, j] < 1.0:
                s -= a[i, j] * 2.0
            else:
                s += 1.0
        y[i] = s


def product(a: np.ndarray, y: np.ndarray):
    for i in range(a.shape[0]):
        p = 1.0
        for j in range(a.shape[1]):
            if a[i, j] != 0.0:
                p *= a[i, j]
        y[i] = p


def value_changes(a: np.ndarray):
    m = 0.0
    for i in range(a.shape[0]):
        if a[i, 0] > m:
            a[i, 0] = 0.0
            m = a[i, 0]
    return m


def condition_on_sum(a: np.ndarray, y: np.ndarray):
    s = 0.0
    for i in range(a.shape[0]):
        if s < 1.0:
            s += a[i, 0]
    y[0] = s
"""

SCALARS = ["largest", "largest_if", "smallest", "smallest_if", "chosen", "from_first", "difference", "norm"]
ROWS = ["of_rows", "last_of_rows", "of_columns", "positive", "subtracted", "product"]
OTHERS = ["last_of_equal", "value_changes", "condition_on_sum"]
NAN = math.nan

VALUES = {
    "ordinary": np.random.default_rng(1).uniform(-3.0, 3.0, (6, 6)),
    "positive": np.random.default_rng(2).uniform(0.5, 3.0, (6, 6)),
    "negative": np.random.default_rng(3).uniform(-3.0, -0.5, (6, 6)),
    "equal": np.full((4, 4), 2.0),
    "nan first": np.array([[NAN, 1.0], [2.0, -1.0]]),
    "nan inside": np.array([[1.0, NAN], [2.0, NAN]]),
    "nan last": np.array([[1.0, 3.0], [2.0, NAN]]),
    "nan alone": np.full((3, 3), NAN),
    "zeros": np.array([[0.0, -0.0], [-0.0, 0.0]]),
    "negative zeros": np.full((2, 2), -0.0),
    "a zero after": np.array([[-1.0, -0.0], [-2.0, 0.0]]),
    "inf": np.array([[math.inf, 1.0], [-math.inf, 2.0]]),
    "inf and nan": np.array([[math.inf, NAN], [-math.inf, 2.0]]),
    "one": np.array([[2.5]]),
    "no rows": np.zeros((0, 3)),
    "no columns": np.zeros((3, 0)),
    "columns first": np.asfortranarray(np.random.default_rng(4).uniform(-3.0, 3.0, (5, 7))),
    "strided": np.random.default_rng(5).uniform(-3.0, 3.0, (12, 12))[::2, ::3],
    "ints": np.arange(9).reshape(3, 3) - 4,
    "single precision": np.random.default_rng(6).uniform(-3.0, 3.0, (4, 4)).astype(np.float32),
    "bools": np.array([[True, False], [False, True]]),
}


@pytest.fixture(scope="module")
def program(tmp_path_factory) -> oracle.Program:
    """The kernels, compiled once."""
    folder = tmp_path_factory.mktemp("reductions")
    source = folder / "kernels.py"
    source.write_text(SOURCE, encoding="utf-8")
    return oracle.compile_program(source, folder)


def outcome_of(program: oracle.Program, name: str, values: np.ndarray) -> oracle.Outcome:
    """What the kernel does with a matrix, and with a vector where it takes one."""
    size = max(values.shape)
    vector = () if name in SCALARS or name in ("last_of_equal", "value_changes") else (np.linspace(-0.5, 1.0, size),)
    arguments = lambda _: (values.copy(order="K"), *(v.copy() for v in vector))  # noqa: E731
    return oracle.check(program, lambda module: getattr(module, name), arguments)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name", SCALARS + ROWS + OTHERS)
@pytest.mark.parametrize("kind", VALUES)
def test_values(program, name, kind):
    """The same as the original: result, its type, and what is written."""
    outcome_of(program, name, VALUES[kind])


@pytest.mark.parametrize("name", SCALARS + ROWS)
def test_optimized(program, name):
    """The optimized version runs, without a loop over elements."""
    assert outcome_of(program, name, VALUES["ordinary"]).ran_optimized


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name", [name for name in SCALARS if name not in ("difference", "norm")])
@pytest.mark.parametrize("kind", ["zeros", "negative zeros", "a zero after", "nan first", "nan inside"])
def test_exact(program, name, kind):
    """To the sign of zero: of equal elements the first one is chosen, and a NaN never is."""
    original, emitted = (getattr(module, name) for module in (program.original, program.emitted))
    expected, result = original(VALUES[kind].copy()), emitted(VALUES[kind].copy())
    assert np.float64(expected).tobytes() == np.float64(result).tobytes() or (expected != expected and result != result)
    assert type(expected) is type(result)
