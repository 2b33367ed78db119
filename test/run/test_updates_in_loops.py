"""Whole arrays that loops and branches update in place: locals and arguments, aliases, empty loops, and texts beside."""

from __future__ import annotations

import numpy as np
import oracle
import pytest

SOURCE = """
import numpy as np


def scatter(samples: np.ndarray):
    mean = samples.mean(axis=0)
    total = np.zeros((samples.shape[1], samples.shape[1]))
    for i in range(samples.shape[0]):
        centred = samples[i] - mean
        total += np.outer(centred, centred)
    return total / samples.shape[0]


def gradient(x: np.ndarray, y: np.ndarray, w: np.ndarray):
    g = np.zeros_like(w)
    loss = 0.0
    for i in range(x.shape[0]):
        e = np.dot(x[i, :], w) - y[i]
        loss += e * e
        g += e * x[i, :]
    return loss, g


def argument(x: np.ndarray, y: np.ndarray, w: np.ndarray):
    for i in range(x.shape[0]):
        w += y[i] * x[i, :]


def branch(x: np.ndarray, y: np.ndarray, w: np.ndarray):
    for i in range(x.shape[0]):
        if i > 2:
            w += x[i, :]
        else:
            w -= x[i, :]


def alias(x: np.ndarray, y: np.ndarray, w: np.ndarray):
    total = np.zeros_like(w)
    other = total
    for i in range(x.shape[0]):
        total += x[i, :]
    w[:] = other


def text(x: np.ndarray, y: np.ndarray, w: np.ndarray):
    total = np.zeros_like(w)
    for i in range(x.shape[0]):
        total += x[i, :]
        if y[i] > 1e9:
            total = total.copy()
    w[:] = total
    return total


def printed(x: np.ndarray, y: np.ndarray, w: np.ndarray):
    total = np.zeros_like(w)
    for i in range(x.shape[0]):
        total += x[i, :]
        print(i, total[0])
    return total


def bound_again(x: np.ndarray, y: np.ndarray, w: np.ndarray):
    total = np.zeros_like(w)
    for i in range(x.shape[0]):
        total += x[i, :]
        total = 0.5 * total
    return total
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory) -> oracle.Program:
    """The kernels, compiled once."""
    folder = tmp_path_factory.mktemp("updates")
    source = folder / "kernels.py"
    source.write_text(SOURCE, encoding="utf-8")
    return oracle.compile_program(source, folder)


NAMES = ["gradient", "argument", "branch", "alias", "text", "printed", "bound_again"]


@pytest.mark.parametrize("rows", [1, 2, 7])
@pytest.mark.parametrize("name", NAMES)
def test_updates(program: oracle.Program, name: str, rows: int) -> None:
    """The same as the original."""
    rng = np.random.default_rng(rows)
    x, y, w = rng.standard_normal((rows, 4)), rng.standard_normal(rows), rng.standard_normal(4)
    outcome = oracle.check(program, lambda m: getattr(m, name), lambda m: (x.copy(), y.copy(), w.copy()))
    assert outcome.exception is None


def test_a_sum_of_outer_products_is_one_product(program: oracle.Program) -> None:
    """The largest gain of all."""
    samples = np.random.default_rng(1).standard_normal((40, 5))
    assert oracle.check(program, lambda m: m.scatter, lambda m: (samples.copy(),)).ran_optimized
    emitted = program.emitted_path.read_text(encoding="utf-8")
    assert "np.matmul" in emitted.partition("def scatter")[2].partition("# The original")[0]
    for aliased in (np.zeros((0, 3)), samples[::2]):
        oracle.check(program, lambda m: m.scatter, lambda m, a=aliased: (a.copy(),))


def test_an_argument_that_overlaps_its_update(program: oracle.Program) -> None:
    """Rows of an array that is updated itself."""
    x = np.random.default_rng(2).standard_normal((4, 4))

    def arguments(module) -> tuple:
        own = x.copy()
        return own, np.ones(4), own[2]

    oracle.check(program, lambda m: m.argument, arguments)
