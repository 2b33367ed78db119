"""Every benchmark program at the smallest data set: emitted code, the forms by hand and all styles agree."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

import oracle

sys.path.insert(0, str(oracle.ROOT / "benchmarks" / "harness"))

import contend  # noqa: E402 (found through the path above)
import measure  # noqa: E402
import programs  # noqa: E402
from programs import Program  # noqa: E402

ALL = programs.everything()
HAND_WRITTEN = [p for p in ALL if p.style == "arrays" and p.form == "function" and programs.by_hand(p)]

each_program = pytest.mark.parametrize("program", ALL, ids=lambda program: program.name)


@pytest.fixture(scope="module")
def compiled_programs(tmp_path_factory) -> dict[Path, oracle.Program]:
    """All programs, compiled with one call of the compiler for each folder."""
    found: dict[Path, oracle.Program] = {}
    for folder in dict.fromkeys(program.path.parent for program in ALL):
        sources = sorted({program.path for program in ALL if program.path.parent == folder})
        target = tmp_path_factory.mktemp(f"{folder.parent.name}_{folder.name}")
        completed = oracle.run_compiler(*sources, "-o", target)
        assert completed.returncode == 0, completed.stderr
        for source in sources:
            emitted = next(path for path in target.iterdir() if path.stem in (source.stem, f"{source.stem}_opt"))
            text = emitted.read_text(encoding="utf-8")
            modules = oracle.load_module(source), oracle.load_module(emitted)
            found[source] = oracle.Program(*modules, emitted, oracle.fallback_lines(text))
    return found


@each_program
@pytest.mark.parametrize("random", [False, True], ids=["suite", "random"])
def test_same_as_original(compiled_programs, program: Program, random: bool):
    """On the suite's own data and on random data, whole arguments compared; and the program itself does not fail."""
    values = program.make("MINI", random)
    outcome = oracle.check(
        compiled_programs[program.path], program.call, lambda module: program.arguments(module, values)
    )
    assert outcome.exception is None


@pytest.mark.parametrize("kernel", programs.polybench_data.SIGNATURES)
def test_styles_and_forms_agree(kernel: str):
    """The programs of a PolyBench kernel compute the same in every style and form."""
    results = {}
    for program in ALL:
        if program.suite == "polybench" and program.kernel == kernel:
            values = program.make("MINI", True)
            module = programs.load(program.path)
            arguments = program.arguments(module, values)
            program.call(module)(*arguments)
            results[program.name] = numbers_in(arguments)
    first = results[f"{kernel}-nested-function"]
    assert len(results) == 6
    for name, result in results.items():
        assert measure.largest_difference(first, result) <= 1e-11, name


@pytest.mark.parametrize("random", [False, True], ids=["suite", "random"])
@pytest.mark.parametrize("program", HAND_WRITTEN, ids=lambda program: program.kernel)
def test_hand_written_form_agrees(program: Program, random: bool):
    """What was written by hand writes every output that the original writes."""
    function = programs.by_hand(program)
    values = program.make("SMALL" if program.kernel in LARGER_THAN_A_TILE else "MINI", random)
    module = programs.load(program.path)
    expected, actual = program.arguments(module, values), program.arguments(module, values)
    results = program.call(module)(*expected), function(*actual)
    assert measure.largest_difference(numbers_in(expected), numbers_in(actual)) <= 1e-11
    assert measure.largest_difference(*(contend.arrays_in(result) for result in results)) <= 1e-11


# Kernels whose form by hand works by tiles: more than one of them, and a last one that is cut off.
LARGER_THAN_A_TILE = {"cholesky", "gramschmidt", "lu", "ludcmp", "trisolv", "syrk", "syr2k", "symm", "trmm", "gemver"}


def numbers_in(arguments: tuple) -> list[np.ndarray]:
    """The arrays and lists among arguments, flat."""
    return [np.asarray(value).ravel() for value in arguments if isinstance(value, (np.ndarray, list))]
