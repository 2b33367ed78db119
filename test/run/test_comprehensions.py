"""Sums over generators and lists made by comprehensions, as loops: results, types, empty ranges, wrong arguments."""

from __future__ import annotations

import random

import numpy as np
import oracle
import pytest

SOURCE = """
import numpy as np


def product(A: list[list[float]], B: list[list[float]], C: list[list[float]], n: int):
    for i in range(n):
        for j in range(n):
            C[i][j] = sum(A[i][k] * B[k][j] for k in range(n))


def new_product(A: list[list[float]], B: list[list[float]], n: int) -> list[list[float]]:
    return [[sum(A[i][k] * B[k][j] for k in range(n)) for j in range(n)] for i in range(n)]


def zipped_product(A: list[list[float]], B: list[list[float]], n: int) -> list[list[float]]:
    return [[sum(a * b for a, b in zip(row, col)) for col in zip(*B)] for row in A]


def vector(A: list[list[float]], B: list[list[float]], n: int) -> list[float]:
    y = [sum(a * b for a, b in zip(row, B[0])) for row in A]
    return y


def weighted(A: list[list[float]], B: list[list[float]], n: int):
    for i in range(n):
        B[i][0] = sum(k * v for k, v in enumerate(A[i]))


def scaled(A: list[list[float]], B: list[list[float]], n: int) -> list[list[float]]:
    out = [[2.0 * v for v in row] for row in A]
    return out


def added(A: list[list[float]], B: list[list[float]], n: int) -> list[list[float]]:
    return [[x + y for x, y in zip(r, s)] for r, s in zip(A, B)]


def shifted(A: list[list[float]], B: list[list[float]], n: int) -> list[float]:
    return [A[i][i - 1] * 0.5 for i in range(1, n)]


def triangle(A: list[list[float]], B: list[list[float]], n: int) -> list[list[float]]:
    return [[A[i][j] for j in range(n - i)] for i in range(n)]


def solve(A: list[list[float]], B: list[list[float]], n: int):
    x = B[0]
    for i in range(n):
        x[i] = (B[1][i] - sum(A[i][j] * x[j] for j in range(i))) / A[i][i]


def forward(A: list[list[float]], B: list[list[float]], n: int):
    for i in range(n):
        B[0][i] = (B[1][i] - sum(A[i][j] * B[0][j] for j in range(i))) / A[i][i]


def frobenius(A: list[list[float]], B: list[list[float]], n: int) -> float:
    return sum(A[i][j] * B[i][j] for i in range(n) for j in range(n))


def positive(A: list[list[float]], B: list[list[float]], n: int) -> float:
    return sum(v for row in A for v in row if v > 0.0)


def positive_from(A: list[list[float]], B: list[list[float]], n: int) -> float:
    return sum((v for row in A for v in row if v > 0.0), 0.0)


def largest(A: list[list[float]], B: list[list[float]], n: int) -> float:
    return max(abs(v) for row in A for v in row)


def largest_sum(A: list[list[float]], B: list[list[float]], n: int) -> float:
    return max(sum(abs(v) for v in row) for row in A)


def smallest_of_rows(A: list[list[float]], B: list[list[float]], n: int):
    for i in range(n):
        B[i][0] = min(A[i])


def own_variable(A: list[list[float]], B: list[list[float]], n: int) -> float:
    k = n - 1
    s = sum(A[k][i] for k in range(n) for i in range(n))
    return s + A[k][k]


def updated(A: list[list[float]], B: list[list[float]], n: int) -> float:
    s = 1.0
    for i in range(n):
        s += sum(A[i]) * 0.5
    return s


def array_product(a: np.ndarray, b: np.ndarray, y: np.ndarray):
    for i in range(a.shape[0]):
        y[i] = sum(a[i, j] * b[j] for j in range(a.shape[1]))


def array_total(a: np.ndarray, b: np.ndarray, y: np.ndarray):
    return sum(x * z for x, z in zip(b, y))


def array_largest(a: np.ndarray, b: np.ndarray, y: np.ndarray):
    for i in range(a.shape[0]):
        y[i] = max(abs(v) for v in a[i])


def array_lists(a: np.ndarray, b: np.ndarray, y: np.ndarray):
    y[:] = 1.0
    return [v * 2.0 for v in b]
"""

LISTS = [
    "product", "new_product", "zipped_product", "vector", "weighted", "scaled", "added", "shifted", "forward",
    "solve",    "frobenius", "positive_from", "largest", "largest_sum", "smallest_of_rows", "own_variable", "updated",
]  # fmt: skip
# Not modelled, or with results whose types no version has.
AS_THEY_ARE = ["triangle", "positive"]
ARRAYS = ["array_product", "array_total", "array_largest"]


@pytest.fixture(scope="module")
def program(tmp_path_factory) -> oracle.Program:
    """The kernels, compiled once."""
    folder = tmp_path_factory.mktemp("comprehensions")
    source = folder / "kernels.py"
    source.write_text(SOURCE, encoding="utf-8")
    return oracle.compile_program(source, folder)


def matrix(rows: int, columns: int, seed: int) -> list[list[float]]:
    """Random numbers, zeros of both signs among them."""
    chosen = random.Random(seed)
    values = lambda: chosen.choice([chosen.uniform(-2.0, 2.0), chosen.uniform(0.5, 1.0), 0.0, -0.0])  # noqa: E731
    rows_of = [[values() for _ in range(columns)] for _ in range(rows)]
    for i in range(min(rows, columns)):
        rows_of[i][i] = 1.5 + i
    return rows_of


def check(program: oracle.Program, name: str, arguments) -> oracle.Outcome:
    """The outcome, after a comparison with the original's."""
    return oracle.check(program, lambda module: getattr(module, name), arguments)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("n", [2, 3, 7])
def test_lists(program, name, n):
    """The optimized version runs; elements have the types that the original gives them."""
    assert check(program, name, lambda _: (matrix(n, n, 1), matrix(n, n, 2), *extra(name, n))).ran_optimized


def extra(name: str, n: int) -> tuple:
    """The rest of a kernel's arguments."""
    return (matrix(n, n, 3), n) if name == "product" else (n,)


@pytest.mark.parametrize("name", AS_THEY_ARE)
def test_as_they_are(program, name):
    """What no version models, or none has the types of."""
    check(program, name, lambda _: (matrix(4, 4, 1), matrix(4, 4, 2), 4))
    assert "# The original statements." not in definition(program, name)


def definition(program: oracle.Program, name: str) -> str:
    """The text of a function of the emitted module."""
    return program.emitted_source.partition(f"def {name}(")[2].partition("\n\n\n")[0]


ODD = {
    "empty": lambda: ([], [], 0),
    "no rows asked for": lambda: (matrix(3, 3, 1), matrix(3, 3, 2), 0),
    "negative": lambda: (matrix(3, 3, 1), matrix(3, 3, 2), -2),
    "too many": lambda: (matrix(3, 3, 1), matrix(3, 3, 2), 4),
    "rows of different lengths": lambda: ([[1.0, 2.0], [3.0]], matrix(2, 2, 2), 2),
    "fewer rows": lambda: (matrix(4, 4, 1), matrix(3, 4, 2), 3),
    "longer rows": lambda: (matrix(4, 4, 1), matrix(4, 6, 2), 4),
    "wide": lambda: (matrix(3, 5, 1), matrix(5, 3, 2), 3),
    "ints": lambda: ([[1, 2], [3, 4]], [[5, 6], [7, 8]], 2),
    "an int": lambda: ([[1.0, 2], [3.0, 4.0]], matrix(2, 2, 2), 2),
    "bools": lambda: ([[True, False], [True, True]], matrix(2, 2, 2), 2),
    "tuples": lambda: ([(1.0, 2.0), (3.0, 4.0)], matrix(2, 2, 2), 2),
    "arrays": lambda: (np.ones((3, 3)), np.ones((3, 3)), 3),
    "one row twice": lambda: ([[1.0, 2.0]] * 2, matrix(2, 2, 2), 2),
    "nan": lambda: ([[float("nan"), 2.0], [1.0, float("nan")]], matrix(2, 2, 2), 2),
    "nan later": lambda: ([[2.0, float("nan")], [1.0, 3.0]], matrix(2, 2, 2), 2),
    "inf": lambda: ([[1.0, float("inf")], [float("-inf"), 2.0]], matrix(2, 2, 2), 2),
    "zeros": lambda: ([[0.0, -0.0], [-0.0, 0.0]], [[-0.0, 0.0], [0.0, -0.0]], 2),
    "negative zeros": lambda: ([[-0.0, -0.0], [-0.0, -0.0]], [[-0.0, 0.0], [0.0, -0.0]], 2),
    "strings": lambda: ([["a", "b"], ["c", "d"]], matrix(2, 2, 2), 2),
    "none": lambda: (None, matrix(2, 2, 2), 2),
}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", [name for name in LISTS + AS_THEY_ARE if name != "product"])
def test_odd_lists(program, name, odd):
    """The same as the original, whatever the arguments are."""
    check(program, name, lambda _: ODD[odd]())


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name", [*ARRAYS, "array_lists"])
@pytest.mark.parametrize("rows", [0, 1, 5])
@pytest.mark.parametrize("columns", [0, 1, 5])
def test_arrays(program, name, rows, columns):
    """Generators over arrays; one that is empty gives an int, or an exception."""
    values = np.random.default_rng(rows).uniform(-1.0, 1.0, (rows, columns))
    arguments = lambda _: (values.copy(), np.linspace(0.0, 1.0, columns), np.ones(rows))  # noqa: E731
    outcome = check(program, name, arguments)
    if name in ARRAYS and rows == columns > 0:
        assert outcome.ran_optimized


def test_names_bound_otherwise(compile_text):
    """A `sum` of the module's own, or one that is put in its place later, is called."""
    own = compile_text(SOURCE + "\n\ndef sum(items):\n    return -1.0\n")
    check(own, "frobenius", lambda _: (matrix(3, 3, 1), matrix(3, 3, 2), 3))
    assert "# The original statements." not in definition(own, "frobenius")
    later = compile_text(SOURCE)

    def get(module):
        module.sum = lambda items: 7.0
        return module.frobenius

    outcome = oracle.check(later, get, lambda _: (matrix(3, 3, 1), matrix(3, 3, 2), 3))
    assert outcome.result == 7.0
