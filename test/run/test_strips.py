"""Statements that go by strips of rows: sizes around those that the guard asks for, and odd arrays."""

from __future__ import annotations

import textwrap

import numpy as np
import pytest

SOURCE = textwrap.dedent(
    """
    import numpy as np

    def smooth(a: np.ndarray, b: np.ndarray, steps: int):
        for t in range(steps):
            b[1:-1, 1:-1] = 0.25 * (a[:-2, 1:-1] + a[2:, 1:-1] + a[1:-1, :-2] + a[1:-1, 2:])
            a[1:-1, 1:-1] -= 0.5 * (b[1:-1, 1:-1] - b[2:, 1:-1]) * b[1:-1, :-2]

    def in_place(a: np.ndarray):
        a[1:-1, 1:-1] = 0.25 * (a[:-2, 1:-1] + a[2:, 1:-1] + a[1:-1, :-2] + a[1:-1, 2:])

    def smooth_volume(a: np.ndarray, b: np.ndarray):
        b[1:-1, 1:-1, 1:-1] = 0.25 * (a[:-2, 1:-1, 1:-1] + a[2:, 1:-1, 1:-1] + a[1:-1, :-2, 1:-1] * a[1:-1, 2:, 1:-1])
    """
)

SHAPES = [(0, 0), (3, 4), (4, 3), (4, 4), (36, 37), (1, 900), (2, 2), (801, 802), (802, 801), (802, 802), (803, 850), (833, 802), (900, 900)]


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """The program, compiled once."""
    import oracle

    folder = tmp_path_factory.mktemp("strips")
    path = folder / "strips.py"
    path.write_text(SOURCE, encoding="utf-8")
    return oracle.compile_program(path, folder)


def both(program, name, make):
    """The arrays after a call of the original, and after one of the emitted function."""
    outcomes = []
    for module in (program.original, program.emitted):
        arguments = make()
        with np.errstate(all="ignore"):
            try:
                getattr(module, name)(*arguments)
                outcomes.append(("returned", arguments))
            except Exception as error:  # noqa: BLE001 (whatever the original raises)
                outcomes.append((repr(error), arguments))
    return outcomes


def same(program, name, make):
    """Bit for bit: strips change no operation."""
    (first, before), (second, after) = both(program, name, make)
    assert first == second
    for x, y in zip(before, after):
        np.testing.assert_array_equal(x, y)


@pytest.mark.parametrize("shape", SHAPES)
def test_sizes(program, shape):
    """Below, at and above the sizes that strips start at under either profile; the last strip is shorter."""
    same(program, "smooth", lambda: [*(np.random.default_rng(k).random(shape) for k in (1, 2)), 2])


@pytest.mark.parametrize("shape", SHAPES)
def test_right_sides_are_read_first(program, shape):
    """The strips go into a temporary array, which is copied when all is read."""
    same(program, "in_place", lambda: [np.random.default_rng(1).random(shape)])


def test_not_a_number(program):
    """NaN and Inf spread as they do in the original."""

    def make():
        a, b = (np.random.default_rng(k).random((850, 840)) for k in (1, 2))
        a[31:34, 100] = np.nan, np.inf, -np.inf
        b[832, 5] = np.inf
        return [a, b, 2]

    same(program, "smooth", make)


def test_one_array_twice_and_overlapping_arrays(program):
    """Not the optimized version: a strip would read what another has written."""
    same(program, "smooth", lambda: [x := np.random.default_rng(1).random((850, 840)), x, 1])

    def overlapping():
        base = np.random.default_rng(1).random((851, 840))
        return [base[1:], base[:-1], 1]

    same(program, "smooth", overlapping)


def test_layouts(program):
    """Strided, transposed and read-only arrays."""
    big = lambda k: np.random.default_rng(k).random((1700, 1650))  # noqa: E731
    same(program, "smooth", lambda: [big(1)[::2, ::2], big(2)[::2, ::2], 1])
    same(program, "smooth", lambda: [big(1)[:840, :850].T, big(2)[:850, :840], 1])

    def read_only():
        a, b = big(1)[:850, :840].copy(), big(2)[:850, :840].copy()
        b.flags.writeable = False
        return [a, b, 1]

    same(program, "smooth", read_only)


@pytest.mark.parametrize("shape", [(3, 4, 4), (4, 4, 4), (5, 6, 7), (91, 92, 92), (92, 92, 92), (95, 93, 94), (1, 1, 1)])
def test_volumes(program, shape):
    """Three axes."""
    same(program, "smooth_volume", lambda: [np.random.default_rng(k).random(shape) for k in (1, 2)])
