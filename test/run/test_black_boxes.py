"""Statements that are no array computations, among those that are: what they see and what sees them."""

from __future__ import annotations

import io

import numpy as np
import oracle
import pytest
from emitted import Optimized

PROGRAM = """
import numpy as np

STATE = {}


def progress(a: np.ndarray, b: np.ndarray, c: np.ndarray, n: int):
    for i in range(n):
        print("row", i)
        for j in range(n):
            for k in range(n):
                c[i, j] += a[i, k] * b[k, j]


def updated(a: np.ndarray, b: np.ndarray, c: np.ndarray, n: int, seen: dict):
    for i in range(n):
        seen[i] = a[i, 0]
        for j in range(n):
            for k in range(n):
                c[i, j] += a[i, k] * b[k, j]


def counted(a: np.ndarray, b: np.ndarray, c: np.ndarray, n: int):
    count = 0
    where = -1
    for i in range(n):
        if a[i, 0] > 0.0:
            count += 1
            where = i
        for j in range(n):
            for k in range(n):
                c[i, j] += a[i, k] * b[k, j]
    return count, where


def best(a: np.ndarray, b: np.ndarray, c: np.ndarray, n: int):
    high = 0.0
    for i in range(n):
        for j in range(n):
            for k in range(n):
                c[i, j] += a[i, k] * b[k, j]
        if c[i, i] > high:
            high = c[i, i]
            print("higher at", i)
    return high


def called(a: np.ndarray, b: np.ndarray, c: np.ndarray, n: int, f):
    for i in range(n):
        f(i)
        for j in range(n):
            for k in range(n):
                c[i, j] += a[i, k] * b[k, j]


def stopped(a: np.ndarray, b: np.ndarray, c: np.ndarray, n: int):
    for i in range(n):
        assert a[i, 0] < 0.5, i
        for j in range(n):
            for k in range(n):
                c[i, j] += a[i, k] * b[k, j]


def handed_over(a: np.ndarray, b: np.ndarray, f):
    t = a * 2.0
    x = f(t)
    b[:] = t
    return x


def kept(a: np.ndarray, b: np.ndarray, n: int):
    t = np.zeros(n)
    for i in range(n):
        t[i] = a[i, 0] * 2.0
        STATE["t"] = t
        b[i, 0] = t[i] + a[i, 1]
    for i in range(n):
        touch()
        b[i, 1] = t[i]


def touch():
    STATE["t"] += 1.0


def downwards(a: np.ndarray, n: int):
    for i in range(n - 1, -1, -1):
        print(i)
        a[i, 0] *= 2.0


def early(a: np.ndarray, b: np.ndarray, c: np.ndarray, n: int):
    if n <= 0:
        return None
    for i in range(n):
        for j in range(n):
            for k in range(n):
                c[i, j] += a[i, k] * b[k, j]
    if c[0, 0] > 0.0:
        return c[0, 0]
    c *= 2.0
    return n


def found(a: np.ndarray, b: np.ndarray, c: np.ndarray, n: int):
    for i in range(n):
        if a[i, 0] > 0.5:
            return i
        for j in range(n):
            for k in range(n):
                c[i, j] += a[i, k] * b[k, j]
    return -1


def layout(a: np.ndarray, b: np.ndarray, f):
    t = a + b[0, 0]
    t[0, 0] = 1.0
    f(t)
    b[:, :] = a * 2.0
    return t


def clipped(a: np.ndarray, b: np.ndarray, c: np.ndarray, n: int, d: np.ndarray):
    for i in range(n):
        if a[i, 0] > 0.0:
            d[i] = 1.0
            print(i)
        for j in range(n):
            for k in range(n):
                c[i, j] += a[i, k] * b[k, j]
"""


def arrays(n: int = 6):
    """Three square arrays."""
    rng = np.random.default_rng(n)
    return tuple(rng.uniform(-1.0, 1.0, (n, n)) for _ in range(3))


class Table(dict):
    """A dictionary that sees what is in an array when it is written to."""

    def __init__(self, array: np.ndarray) -> None:
        super().__init__()
        self.array = array

    def __setitem__(self, key, value) -> None:
        super().__setitem__(key, float(self.array.sum()))


def observer(array: np.ndarray):
    """A function that sees and changes an array that it is not given."""
    def observe(i):
        print(i, round(float(array.sum()), 6))
        array[0, 0] += 1.0

    return observe


def add_one(array: np.ndarray):
    """A function that changes what it is given."""
    array += 1.0
    return 3


def with_table(_):
    """A dictionary that is none."""
    a, b, c = arrays()
    return a, b, c, 6, Table(c)


def with_observer(_):
    """A call that sees the result."""
    a, b, c = arrays()
    return a, b, c, 6, observer(c)


def with_observed_operand(_):
    """A call that changes an operand."""
    a, b, c = arrays()
    return a, b, c, 6, observer(a)


CASES = {
    "progress": lambda _: (*arrays(), 6),
    "updated": lambda _: (*arrays(), 6, {}),
    "counted": lambda _: (*arrays(), 6),
    "best": lambda _: (*arrays(), 6),
    "called": with_observer,
    "stopped": lambda _: (*arrays(), 6),
    "handed_over": lambda _: (np.arange(6.0), np.ones(6), add_one),
    "kept": lambda _: (*arrays()[:2], 6),
    "downwards": lambda _: (arrays()[0], 6),
    "clipped": lambda _: (*arrays(), 6, np.zeros(6)),
    "early": lambda _: (*arrays(), 6),
    "found": lambda _: (*arrays(), 6),
    "layout": lambda _: (*arrays()[:2], add_one),
}

# One product for the whole nest.
ONE_CALL = ["progress", "updated", "counted", "best", "clipped", "early"]

FALLBACKS = {
    "updated": with_table,
    "counted": lambda _: (*arrays(), 7),
    "best": lambda _: (*arrays(5), 6),
    "clipped": lambda _: (*arrays(), 6, np.zeros(5)),
}


@pytest.fixture
def program(compile_text):
    """The program above, compiled."""
    return compile_text(PROGRAM)


@pytest.mark.parametrize("name", CASES)
def test_optimized(program, name):
    """The optimized version runs and cannot be told from the original."""
    outcome = oracle.check(program, lambda module: getattr(module, name), CASES[name])
    assert outcome.ran_optimized


def test_operand_changes(program):
    """An unknown call may change what the next iteration reads."""
    assert oracle.check(program, lambda module: module.called, with_observed_operand).ran_optimized


@pytest.mark.parametrize("name", ONE_CALL)
def test_one_call(program, name):
    """The neighbour of a black box is one product in no loop."""
    assert Optimized(program, name).product_loop_depth() == 0


@pytest.mark.parametrize("name", ["called", "stopped", "found"])
def test_inside_its_loop(program, name):
    """What may raise or see the arrays stays between the rows."""
    assert Optimized(program, name).product_loop_depth() == 1


@pytest.mark.parametrize("name", FALLBACKS)
def test_not_applied(program, name):
    """The original statements run where a black box would not be what it seems."""
    outcome = oracle.check(program, lambda module: getattr(module, name), FALLBACKS[name])
    assert not outcome.ran_optimized


def test_print_is_another_function(program):
    """A `print` of the module's own may look at the arrays."""
    for module in (program.original, program.emitted):
        stream = io.StringIO()
        module.print = lambda *values, stream=stream: stream.write(repr(values))
    assert not oracle.check(program, lambda module: module.progress, CASES["progress"]).ran_optimized


@pytest.mark.parametrize("n", [0, 1, 2])
@pytest.mark.parametrize("name", ["progress", "counted", "best", "stopped", "early", "found"])
def test_small(program, name, n):
    """Few iterations, or none."""
    oracle.check(program, lambda module: getattr(module, name), lambda _: (*arrays(6), n))
