"""Types from hints and uses: which version runs for which arguments, and that the original runs for all others."""

from __future__ import annotations

import numpy as np
import oracle
import pytest

RANKS = """
import numpy as np


def softmax(x: np.ndarray):
    e = np.exp(x - np.max(x))
    return e / e.sum()


def axpy(a: float, x: np.ndarray, y: np.ndarray):
    y += a * x


def gesummv(alpha: float, beta: float, A: np.ndarray, B: np.ndarray, x: np.ndarray, y: np.ndarray):
    y[:] = alpha * np.dot(A, x) + beta * np.dot(B, x)


def gemm(alpha: float, beta: float, C: np.ndarray, A: np.ndarray, B: np.ndarray):
    C[:] = alpha * np.dot(A, B) + beta * C


def mvt(x1: np.ndarray, x2: np.ndarray, y1: np.ndarray, y2: np.ndarray, A: np.ndarray):
    x1 += A @ y1
    x2 += y2 @ A


def row_products(A: np.ndarray, x: np.ndarray, y: np.ndarray):
    for i in range(A.shape[0]):
        y[i] = np.dot(A[i], x)


def unhinted(a, x, y, n):
    for i in range(n):
        y[i] += a * x[i]
"""


def numbers(*shape: int, seed: int = 0) -> np.ndarray:
    """Random numbers of a shape."""
    return np.random.default_rng(seed).standard_normal(shape)


CASES = {
    "softmax": [(numbers(7),), (numbers(4, 5),)],
    "axpy": [(0.5, numbers(6), numbers(6)), (0.5, numbers(3, 4), numbers(3, 4))],
    "gesummv": [(0.5, 2.0, numbers(4, 4), numbers(4, 4), numbers(4), numbers(4))],
    "gemm": [(0.5, 2.0, numbers(3, 5), numbers(3, 4), numbers(4, 5))],
    "mvt": [(numbers(4), numbers(4), numbers(4), numbers(4), numbers(4, 4))],
    "row_products": [(numbers(4, 5), numbers(5), numbers(4))],
    "unhinted": [(0.5, numbers(5), numbers(5), 5)],
}

# Other ranks, element types and kinds; None where the original raises.
FALLBACKS = {
    "softmax": [(numbers(2, 3, 4),), (numbers(5).astype(np.float32),), (3.0,), ([1.0, 2.0],), (np.zeros(0),)],
    "axpy": [
        (0.5, numbers(4), numbers(3, 4)),
        (0.5, numbers(3, 4), numbers(4)),
        (0.5, 2.0, numbers(4)),
        (1, numbers(4), numbers(4)),
        (0.5, numbers(4), np.arange(4)),
    ],
    "gesummv": [
        (0.5, 2.0, numbers(4, 4), numbers(4, 4), numbers(4, 2), numbers(4, 2)),
        (0.5, 2.0, numbers(4), numbers(4), numbers(4), numbers(4)),
        (0.5, 2.0, numbers(4, 3), numbers(4, 4), numbers(4), numbers(4)),
    ],
    "gemm": [
        (0.5, 2.0, numbers(3), numbers(3, 4), numbers(4)),
        (0.5, 2.0, numbers(3, 5), numbers(3, 4), numbers(3, 5)),
        (0.5, 2.0, numbers(3, 5).astype(np.float32), numbers(3, 4), numbers(4, 5)),
    ],
    "mvt": [(numbers(4, 2), numbers(2, 4), numbers(4, 2), numbers(2, 4), numbers(4, 4))],
    "row_products": [(numbers(4, 5), numbers(5, 1), numbers(4, 1)), (numbers(4), numbers(4), numbers(4))],
    "unhinted": [(1, numbers(5), numbers(5), 5), (0.5, [1.0, 2.0], [3.0, 4.0], 2)],
}


def check(program: oracle.Program, name: str, arguments: tuple) -> oracle.Outcome:
    """Runs a function of both modules on copies of the arguments."""
    copied = lambda _: tuple(a.copy() if isinstance(a, (np.ndarray, list)) else a for a in arguments)  # noqa: E731
    return oracle.check(program, lambda module: getattr(module, name), copied)


@pytest.fixture(scope="module")
def ranks(tmp_path_factory):
    """The program above, compiled."""
    path = tmp_path_factory.mktemp("ranks") / "ranks.py"
    path.write_text(RANKS, encoding="utf-8")
    return oracle.compile_program(path, path.parent)


def each(cases: dict) -> list:
    """Every argument list of every function."""
    return [pytest.param(name, i, id=f"{name}-{i}") for name, lists in cases.items() for i in range(len(lists))]


@pytest.mark.parametrize(("name", "number"), each(CASES))
def test_ranks(ranks, name, number):
    """A version runs for ranks that the uses allow and the program's style suggests."""
    assert check(ranks, name, CASES[name][number]).ran_optimized


@pytest.mark.parametrize(("name", "number"), each(FALLBACKS))
def test_other_arguments(ranks, name, number):
    """All other ranks, element types and kinds go to the original."""
    assert not check(ranks, name, FALLBACKS[name][number]).ran_optimized
