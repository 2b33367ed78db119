"""Every program on arguments of all kinds, most of which its hints do not promise: always the original's outcome."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import oracle
from kernels import KERNELS, Kernel

M, N = 64, 50
ARRAYS = ("data", "corr", "mean", "stddev")
SPECIAL = [0.0, -0.0, 1e-300, 1e200, float("inf"), float("-inf"), float("nan")]

# Replacements that no hint of any program promises.
UNPROMISED = {
    "other_kind": lambda value: np.array(value) if isinstance(value, list) else value.tolist(),
    "integers": lambda value: like(value, np.asarray(value).astype(int)),
    "single_precision": lambda value: np.asarray(value, dtype=np.float32),
    "objects": lambda value: np.asarray(value).astype(object),
    "one_axis_more": lambda value: like(value, np.asarray(value)[..., np.newaxis]),
    "tuple": lambda value: tuple(value),
    "none": lambda value: None,
    "number": lambda value: 1.5,
}


def like(value: Any, array: np.ndarray) -> Any:
    """The array, as nested lists where the value is a list."""
    return array.tolist() if isinstance(value, list) else array


def each_array_argument() -> list:
    """All programs with each of their array arguments."""
    return [
        pytest.param(kernel, name, id=f"{kernel.name}-{name}")
        for kernel in KERNELS
        for name in ARRAYS
        if name in kernel.select.split()
    ]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("replacement", UNPROMISED)
@pytest.mark.parametrize(("kernel", "name"), each_array_argument())
def test_wrong_kind_of_argument(compiled, kernel, name, replacement):
    """One argument is of another kind than its hint says: the original runs wherever the argument matters."""
    program, values = compiled(kernel), kernel.values(M, N)
    values[name] = UNPROMISED[replacement](values[name])
    outcome = oracle.check(program, kernel.call, lambda module: kernel.arguments(module, copy.deepcopy(values)))
    # What a list of results held before is overwritten unread, so its elements do not matter.
    overwritten = kernel.uses_lists and name == "corr" and replacement in ("integers", "one_axis_more")
    assert overwritten or name in ("mean", "stddev") or not outcome.ran_optimized


@pytest.mark.parametrize("kernel", KERNELS, ids=lambda kernel: kernel.name)
def test_same_matrix_twice(compiled, kernel):
    """Input and result are one object."""

    def make_arguments(module):
        values = kernel.values(N, N)
        values["corr"] = values["data"]
        return kernel.arguments(module, values)

    assert not oracle.check(compiled(kernel), kernel.call, make_arguments).ran_optimized


class Changes:
    """A random change of a problem, drawn once and applied afresh to the arguments of each version."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.seed = draw(st.integers(0, 2**16))
        self.size_offsets = draw(st.tuples(st.integers(-2, 2), st.integers(-2, 2)))
        self.shape_offsets = {name: draw(st.sampled_from([0, 0, 0, 0, 1, -1])) for name in ARRAYS}
        self.layouts = {name: draw(st.sampled_from(["C", "C", "F", "strided", "reversed"])) for name in ARRAYS}
        self.specials = draw(
            st.lists(
                st.tuples(st.sampled_from(ARRAYS), st.integers(0, 10**6), st.sampled_from(SPECIAL)), max_size=2
            )
        )

    def __repr__(self) -> str:
        return f"Changes({vars(self)})"

    def apply(self, kernel: Kernel) -> dict:
        """The arguments by name, with the changes made."""
        values = kernel.values(M, N, self.seed)
        for name in ARRAYS:
            array = resized(np.array(values[name]), self.shape_offsets[name])
            for target, position, special in self.specials:
                if target == name:
                    array.flat[position % array.size] = special
            values[name] = like(values[name], laid_out(array, self.layouts[name]))
        values["m"] += self.size_offsets[0]
        values["n"] += self.size_offsets[1]
        return values


def resized(array: np.ndarray, offset: int) -> np.ndarray:
    """One row less or more."""
    return array[:offset] if offset < 0 else np.concatenate([array, array[:offset]])


def laid_out(array: np.ndarray, layout: str) -> np.ndarray:
    """The same elements with other strides."""
    if layout == "strided":
        return np.repeat(array, 2, axis=0)[::2]
    if layout == "reversed":
        return array[::-1].copy()[::-1]
    return array.copy(order=layout)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kernel", KERNELS, ids=lambda kernel: kernel.name)
@settings(max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(changes=st.composite(lambda draw: Changes(draw))())
def test_random_changes(compiled, kernel, changes):
    """Sizes, shapes, layouts and special numbers at random, around a size at which the optimized version pays."""
    oracle.check(compiled(kernel), kernel.call, lambda module: kernel.arguments(module, changes.apply(kernel)))
