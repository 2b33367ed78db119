"""Sums over parts of an axis that become one product: odd numbers take the original statements, or agree."""

from __future__ import annotations

import textwrap

import numpy as np
import pytest

SOURCE = textwrap.dedent(
    """
    import numpy as np

    def symmetric(alpha: float, beta: float, c: np.ndarray, a: np.ndarray, b: np.ndarray):
        for i in range(a.shape[0]):
            below = np.dot(a[i, :i], b[:i, :])
            c[:i, :] += alpha * a[i, :i, np.newaxis] * b[i, :]
            c[i, :] = beta * c[i, :] + alpha * b[i, :] * a[i, i] + alpha * below

    def no_diagonal(alpha: float, beta: float, c: np.ndarray, a: np.ndarray, b: np.ndarray):
        for i in range(a.shape[0]):
            below = np.dot(a[i, :i], b[:i, :])
            c[:i, :] += alpha * a[i, :i, np.newaxis] * b[i, :]
            c[i, :] = beta * c[i, :] + alpha * below

    def other_columns(alpha: float, beta: float, c: np.ndarray, a: np.ndarray, b: np.ndarray):
        for i in range(a.shape[0]):
            c[i, :2] += np.dot(a[i, :i], b[:i, :2])
        for i in range(a.shape[0]):
            c[i, 2:] += np.dot(alpha * a[i, :i], b[:i, 2:])
        for i in range(a.shape[0]):
            c[i, :] += np.dot(beta * a[i, i:], b[i:, :])

    def running(alpha: float, beta: float, c: np.ndarray, a: np.ndarray, b: np.ndarray):
        t = np.zeros((a.shape[0], b.shape[1]))
        for i in range(a.shape[0]):
            t[i, 1:] = np.dot(a[i, :i], b[:i, 1:])
        for i in range(a.shape[0]):
            for j in range(1, b.shape[1]):
                c[i, j] = beta * c[i, j - 1] + alpha * t[i, j]
        for i in range(a.shape[0]):
            c[i, 1:] += np.dot(a[i, i:], b[i:, 1:])

    def twice(alpha: float, beta: float, c: np.ndarray, a: np.ndarray, b: np.ndarray):
        t = np.zeros((a.shape[0], b.shape[1]))
        for i in range(a.shape[0]):
            t[i, :] = np.dot(a[i, :i], b[:i, :])
        c[:, :] = beta * np.sin(t) + alpha * t
        for i in range(a.shape[0]):
            c[i, :] += np.dot(a[i, i:], b[i:, :])
    """
)


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """The program, compiled once."""
    import oracle

    folder = tmp_path_factory.mktemp("sums")
    path = folder / "sums.py"
    path.write_text(SOURCE, encoding="utf-8")
    return oracle.compile_program(path, folder)


ODD = {
    "plain": (1.5, {}, {}),
    "nan": (1.5, {(0, 2): np.nan}, {(1, 0): np.nan}),
    "unread nan": (1.5, {(0, 2): np.nan}, {}),
    "infinite": (1.5, {(2, 0): np.inf}, {(1, 1): -np.inf}),
    "infinite scale": (np.inf, {}, {}),
    "overflow": (1e-200, {(2, 0): 1e200}, {(2, 0): 1e200, (0, 0): 1e200}),
    "no scale": (0.0, {(2, 0): 1e200}, {(2, 0): 1e200, (0, 0): 1e200}),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", ["symmetric", "no_diagonal", "other_columns", "running", "twice"])
@pytest.mark.parametrize("shape", [(3, 3), (130, 5), (257, 40)])
def test_same_numbers_and_the_same_pattern(program, name, shape, odd):
    """Regrouped sums agree, and what is NaN or infinite stays so."""
    rows, columns = shape
    scale, in_a, in_b = ODD[odd]
    results = []
    for module in (program.original, program.emitted):
        random = np.random.default_rng(7)
        a, b = random.standard_normal((rows, rows)), random.standard_normal((rows, columns))
        c = random.standard_normal((rows, columns))
        for place, value in in_a.items():
            a[place] = value
        for place, value in in_b.items():
            b[place] = value
        getattr(module, name)(scale, 0.5, c, a, b)
        results.append(c)
    np.testing.assert_allclose(results[1], results[0], rtol=1e-9, atol=1e-12, equal_nan=True)


def test_one_product_only_where_the_parts_cover_the_box(program):
    """Without the diagonal, its place would need a zero."""
    joined, apart = program.emitted_source.split("def no_diagonal(")
    apart = apart.split("def other_columns(")[0]
    assert "_moderate(a)" in joined
    assert "_masked_dot(" not in joined.split("def symmetric(")[1]
    assert "_moderate(" not in apart
    assert "_masked_dot(" in apart
