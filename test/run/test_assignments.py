"""Assignments to several targets, and results that are returned as text."""

from __future__ import annotations

import textwrap

import numpy as np

SOURCE = textwrap.dedent(
    """
    import numpy as np

    def chained(x: np.ndarray, y: np.ndarray, n: int):
        a = b = x[0] * 2.0
        for i in range(n):
            y[i] = a * x[i] + b
        y[0] = y[1] = a + 1.0

    def chained_name(x: np.ndarray, n: int):
        u = v = np.zeros(n)
        u[0] = 3.0
        for i in range(n):
            v[i] += x[i]
        return u

    def flat(n: int, m: int, b: np.ndarray):
        for i in range(n - 2, 0, -1):
            for j in range(m - 1):
                b[j * m + j + 1] /= 2.0 * 0.5
        return b

    def powers(x: list[float], y: list[float], n: int, alpha: float):
        k = c = 2.0 ** (-alpha)
        for i in range(n):
            y[i] = k * x[i] + c
    """
)


def outcomes(program, name, make):
    """What a call returns or raises, and its arguments afterwards, for the original and the emitted function."""
    both = []
    for module in (program.original, program.emitted):
        arguments = make()
        try:
            result = getattr(module, name)(*arguments)
        except Exception as error:  # noqa: BLE001 (whatever the original raises)
            result = repr(error)
        both.append((result, arguments))
    return both


def same(program, name, make):
    (first, before), (second, after) = outcomes(program, name, make)
    assert type(first) is type(second)
    np.testing.assert_array_equal(first, second)
    for x, y in zip(before, after):
        np.testing.assert_array_equal(x, y)
    assert [first is argument for argument in before] == [second is argument for argument in after]


def test_several_targets(compile_text):
    """The value is computed once; arrays stay one array under two names."""
    program = compile_text(SOURCE)
    for n in (0, 1, 2, 6, 7):
        same(program, "chained", lambda n=n: [np.arange(1.0, 7.0), np.zeros(6), n])
        same(program, "chained_name", lambda n=n: [np.arange(1.0, 7.0), n])
    same(program, "chained", lambda: [x := np.arange(1.0, 7.0), x, 6])
    same(program, "chained", lambda: [np.zeros(0), np.zeros(0), 0])


def test_powers_of_positive_numbers(compile_text):
    """Of lists; an overflow is the original's."""
    program = compile_text(SOURCE)
    for alpha in (0.25, -3.5, 0.0, 2000.0, -2000.0, float("nan"), float("inf"), float("-inf"), 1, True):
        same(program, "powers", lambda alpha=alpha: [[1.0, 2.0, 3.0] * 3, [0.0] * 9, 9, alpha])


def test_flat_array_that_is_returned(compile_text):
    """The view of a flat array is made before the text that returns."""
    program = compile_text(SOURCE)
    same(program, "flat", lambda: [6, 6, np.arange(64.0)])
    same(program, "flat", lambda: [6, 6, np.arange(8.0)])
