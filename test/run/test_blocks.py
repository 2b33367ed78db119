"""Kernels that are cut into blocks, at sizes around a block's, with NaN and Inf in every part of every array."""

from __future__ import annotations

import re

import numpy as np
import pytest

import adversarial
import oracle

FOLDER = oracle.ROOT / "test" / "run" / "programs" / "adversarial"
KERNELS = [
    "list_trmm",
    "numpy_trmm",
    "numpy_trmm_rows",
    "list_symm",
    "numpy_symm",
    "numpy_symm_vector",
    "numpy_syrk",
    "numpy_syr2k",
    "list_syr2k",
    "numpy_triangular_dot",
    "list_triangular_product",
    "list_triangular_product_in_place",
    "list_cholesky",
    "list_lu",
    "list_deriche",
    "list_ludcmp",
    "list_adi",
    "numpy_cholesky",
    "numpy_lu",
    "numpy_triangular_solve",
    "numpy_lu_outer",
    "numpy_cholesky_right",
    "numpy_elimination_rows",
    "numpy_forward_many",
    "numpy_rows_along_columns",
]
BLOCK = 128
LENGTHS = [0, 1, 2, 3, 63, 64, 65, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 3]
# Corners, the diagonal, and cells just above and below it, within a block and at its end.
PLACES = [(0, 0), (0, -1), (-1, 0), (-1, -1), (5, 5), (5, 6), (6, 5), (BLOCK - 1, BLOCK), (BLOCK, BLOCK - 1), (BLOCK, 3)]


@pytest.fixture(scope="module", params=KERNELS)
def compiled(request, tmp_path_factory):
    """A kernel's program, compiled, and its parameters."""
    path = FOLDER / f"{request.param}.py"
    text = re.search(r'^ARGUMENTS = "(.*)"$', path.read_text(encoding="utf-8"), re.MULTILINE)[1]
    program = oracle.compile_program(path, tmp_path_factory.mktemp(path.stem))
    return program, adversarial.parse(text), request.param.startswith("list")


def check(compiled, length: int, other: int, change=None) -> oracle.Outcome:
    """Compares one call; the largest size is `length`, the others are `other`."""
    program, parameters, lists = compiled
    names = adversarial.size_names(parameters)
    blocked = "m" if "m" in names and "n" in names and "A:m,m" in str_of(parameters) else "n"
    sizes = tuple(length if name == blocked else other for name in names)

    def make_arguments(_module):
        values = adversarial.values(parameters, sizes, lists)
        if change:
            change(values)
        return tuple(values[p.name] for p in parameters)

    return oracle.check(program, lambda module: module.kernel, make_arguments)


def str_of(parameters) -> str:
    """Names and extents of the parameters, as in their program."""
    return " ".join(f"{p.name}:{','.join(p.extents)}" for p in parameters if p.extents)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("length", LENGTHS)
def test_lengths(compiled, length):
    """Sizes around one and two blocks."""
    outcome = check(compiled, length, 5)
    assert length < 2 or outcome.ran_optimized, "the original ran"


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_special_numbers(compiled, number):
    """A NaN or Inf anywhere spoils exactly what it spoils in the original."""
    _, parameters, _ = compiled
    for parameter in (p for p in parameters if p.extents):
        for place in PLACES:

            def change(values, name=parameter.name, place=place):
                put(values[name], place, number)

            check(compiled, BLOCK + 2, 7, change)


def put(target, place: tuple[int, int], number: float) -> None:
    """Stores a number at a place that is folded into the array."""
    if isinstance(target, np.ndarray):
        if target.size:
            target[tuple(p % s for p, s in zip(place, target.shape))] = number
        return
    for p in place[:-1]:
        if target and isinstance(target[0], list):
            target = target[p % len(target)]
    if target and not isinstance(target[0], list):
        target[place[-1] % len(target)] = number
