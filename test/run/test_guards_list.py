"""Arguments that the list program's hints do not promise: the original's result or exception, exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Callable

import numpy as np
import pytest

import oracle
from kernels import CORRELATION_LIST as KERNEL
from kernels import VARIANTS, Kernel

M, N = 48, 48
CASES: list[Any] = []


class Loud(list):
    """A list that reports every access."""

    def __getitem__(self, index):
        print("read", index if isinstance(index, int) else "slice")
        return super().__getitem__(index)


class Number(float):
    """A float of another type."""


def case(*, falls_back: bool) -> Callable:
    """Registers a function that changes the lists of a problem; `falls_back`: the original must run."""

    def register(change: Callable[[dict], None]) -> Callable:
        CASES.append(pytest.param(change, falls_back, id=change.__name__))
        return change

    return register


def replaced(name: str, change: Callable[[Any], Any], label: str, *, falls_back: bool) -> None:
    """Registers a case that replaces one argument."""

    def apply(values: dict) -> None:
        values[name] = change(values[name])

    CASES.append(pytest.param(apply, falls_back, id=f"{name}_{label}"))


def element(name: str, label: str, item: Any, *, falls_back: bool) -> None:
    """Registers a case that replaces one element in the middle of a matrix."""

    def apply(values: dict) -> None:
        values[name][N // 2][M // 3] = item

    CASES.append(pytest.param(apply, falls_back, id=f"{name}_element_{label}"))


for label, item in [
    ("int", 3),
    ("bool", True),
    ("big_int", 10**30),
    ("too_big_int", 10**400),
    ("string", "0.5"),
    ("none", None),
    ("complex", 1j),
    ("fraction", Fraction(1, 3)),
    ("numpy_float", np.float64(0.5)),
    ("float32", np.float32(0.5)),
    ("subclass", Number(0.5)),
    ("list", [0.5]),
    ("array", np.array([0.5])),
]:
    element("data", label, item, falls_back=True)
    # What stood in the result is never read.
    element("corr", label, item, falls_back=False)

for matrix in ("data", "corr"):
    replaced(matrix, np.array, "ndarray", falls_back=True)
    replaced(matrix, lambda rows: [np.array(row) for row in rows], "rows_ndarray", falls_back=True)
    replaced(matrix, tuple, "tuple", falls_back=True)
    replaced(matrix, lambda rows: [tuple(row) for row in rows], "rows_tuple", falls_back=True)
    replaced(matrix, Loud, "subclass", falls_back=True)
    replaced(matrix, lambda rows: [*rows[:5], Loud(rows[5]), *rows[6:]], "row_subclass", falls_back=True)
    replaced(matrix, lambda rows: [*rows[:5], rows[5][:-1], *rows[6:]], "row_short", falls_back=True)
    replaced(matrix, lambda rows: [*rows[:5], rows[5] + [1.0], *rows[6:]], "row_long", falls_back=False)
    replaced(matrix, lambda rows: rows[:-1], "short", falls_back=True)
    replaced(matrix, lambda rows: [*rows, [1.0]], "long", falls_back=False)
    replaced(matrix, lambda rows: [rows[0]] * len(rows), "rows_shared", falls_back=True)
    replaced(matrix, lambda rows: [*rows[:-1], rows[3]], "two_rows_shared", falls_back=True)
    replaced(matrix, lambda rows: [], "empty", falls_back=True)
    replaced(matrix, lambda rows: rows[0], "flat", falls_back=True)
    replaced(matrix, lambda rows: None, "none", falls_back=True)

for vector in ("mean", "stddev"):
    replaced(vector, np.array, "ndarray", falls_back=True)
    replaced(vector, tuple, "tuple", falls_back=True)
    replaced(vector, lambda row: row[:-1], "short", falls_back=True)
    replaced(vector, lambda row: [*row, "tail"], "long", falls_back=False)
    replaced(vector, lambda row: [None] * len(row), "of_none", falls_back=False)

for label, number, fallback in [
    ("int", N, True),
    ("numpy_float", np.float64(N), True),
    ("none", None, True),
    ("zero", 0.0, True),
    ("negative", -1.0, True),
    ("nan", float("nan"), False),
    ("infinite", float("inf"), False),
]:
    replaced("float_n", lambda _, number=number: number, label, falls_back=fallback)

for label, size, fallback in [
    ("above", M + 3, True),
    ("below", M - 3, False),
    ("one", 1, False),
    ("zero", 0, False),
    ("negative", -2, False),
    ("float", float(M), True),
    ("none", None, True),
    ("numpy_int", np.int64(M), False),
]:
    replaced("m", lambda _, size=size: size, label, falls_back=fallback)
    replaced("n", lambda _, size=size: size, label, falls_back=fallback)


@case(falls_back=True)
def corr_is_data(values: dict) -> None:
    """One list in two places."""
    values["corr"] = values["data"]


@case(falls_back=True)
def row_of_corr_is_row_of_data(values: dict) -> None:
    """Two lists that share one row."""
    values["corr"][4] = values["data"][9]


@case(falls_back=True)
def mean_is_stddev(values: dict) -> None:
    """One vector in two places."""
    values["mean"] = values["stddev"]


@case(falls_back=True)
def mean_is_row_of_corr(values: dict) -> None:
    """A written vector that is a row of a written matrix."""
    values["mean"] = values["corr"][5]


@case(falls_back=False)
def nan_in_data(values: dict) -> None:
    """One NaN spoils its column."""
    values["data"][3][7] = float("nan")


@case(falls_back=False)
def infinity_in_data(values: dict) -> None:
    """One infinite entry."""
    values["data"][3][7] = float("inf")


@case(falls_back=False)
def huge_numbers(values: dict) -> None:
    """Products overflow to infinity, which is no exception for `*`."""
    for row in values["data"]:
        row[4] *= 1e200


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("change", "falls_back"), CASES)
def test_unexpected_arguments(compiled, change, falls_back):
    """Result or exception, all arguments and their identities are the original's."""
    outcome = check(compiled(KERNEL), KERNEL, change)
    assert not (falls_back and outcome.ran_optimized)


def check(program: oracle.Program, kernel: Kernel, change: Callable[[dict], None]) -> oracle.Outcome:
    """Compares a program with its original on changed arguments."""

    def make_arguments(module):
        values = kernel.values(M, N)
        change(values)
        return kernel.arguments(module, values)

    return oracle.check(program, kernel.call, make_arguments)


def named(name: str) -> Kernel:
    """The variant of that name."""
    return next(kernel for kernel in VARIANTS if kernel.name == name)


def test_division_by_zero_partway(compiled):
    """A zero among the deviations that are given: the elements before it have been divided."""

    def change(values: dict) -> None:
        values["stddev"][M // 2] = 0.0

    outcome = check(compiled(named("list_local_sizes")), named("list_local_sizes"), change)
    assert isinstance(outcome.exception, ZeroDivisionError)
    assert not outcome.ran_optimized


def test_power_overflows(compiled):
    """`**` raises where `*` would give infinity."""

    def change(values: dict) -> None:
        values["data"][N // 2][M // 2] = 1e200

    outcome = check(compiled(named("list_renamed")), named("list_renamed"), change)
    assert isinstance(outcome.exception, OverflowError)
    assert not outcome.ran_optimized


def test_guards_pass_for_what_the_hints_promise(compiled):
    """The arguments of these tests, unchanged, run the optimized version."""
    assert check(compiled(KERNEL), KERNEL, lambda values: None).ran_optimized
