"""The contenders of a program: its original, what the compiler made of it, the form by hand, and peers."""

from __future__ import annotations

import copy
import importlib.util
import itertools
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import oracle
import programs
from measure import Contender
from programs import Program, Values

_numbers = itertools.count()


class RunsOriginal(Exception):
    """The conditions of the decision tree sent a call to the original statements."""


@dataclass
class Compiled:
    """A program and what the compiler made of it, and how long that took."""

    original: ModuleType
    emitted: ModuleType
    probe: ModuleType
    seconds: float
    has_version: bool


def compile_program(program: Program, folder: Path, times: int = 3) -> Compiled:
    """Compiles a program; the time includes the start of the compiler's process."""
    target = folder / program.suite / program.style
    target.mkdir(parents=True, exist_ok=True)
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        compiled = oracle.run_compiler(program.path, "-o", target / f"{program.kernel}_opt.py")
        seconds.append(time.perf_counter() - start)
        assert compiled.returncode == 0, compiled.stderr
    emitted = target / f"{program.kernel}_opt.py"
    probe = target / f"{program.kernel}_probe.py"
    probe.write_text(with_probes(emitted.read_text(encoding="utf-8")), encoding="utf-8")
    return Compiled(
        original=oracle.load_module(program.path),
        emitted=oracle.load_module(emitted),
        probe=oracle.load_module(probe),
        seconds=statistics.median(seconds),
        has_version=probe.read_text(encoding="utf-8") != emitted.read_text(encoding="utf-8"),
    )


def with_probes(source: str) -> str:
    """The emitted module, with a raise in place of every mark of the original statements."""
    lines = source.split("\n")
    for number, line in enumerate(lines):
        if line.strip() == oracle.ORIGINAL_MARK:
            indentation = line[: len(line) - len(line.lstrip())]
            lines[number] = f"{indentation}import contend; raise contend.RunsOriginal"
    return "\n".join(lines)


def runs_optimized(program: Program, compiled: Compiled, values: Values) -> bool:
    """Whether a call with these arguments takes the optimized branch; the original is not run to find out."""
    if not compiled.has_version:
        return False
    before = sys.modules.get("contend")
    sys.modules["contend"] = sys.modules[__name__]
    try:
        program.call(compiled.probe)(*program.arguments(compiled.probe, values))
    except RunsOriginal:
        return False
    finally:
        if before is not None:
            sys.modules["contend"] = before
    return True


def original(program: Program, compiled: Compiled) -> Contender:
    """The program as it was written."""
    return of_module("original", program, compiled.original)


def ours(program: Program, compiled: Compiled) -> Contender:
    """What the compiler made of it."""
    return of_module("ours", program, compiled.emitted, compiled.seconds)


def of_module(name: str, program: Program, module: ModuleType, seconds: float | None = None) -> Contender:
    """A program as a module has it."""
    function = program.call(module)
    # The instance of a method is made with the arguments and is none of the results.
    first = 1 if program.owner else 0
    return Contender(
        name,
        prepare=lambda values: program.arguments(module, values),
        call=lambda arguments: function(*arguments),
        results=lambda arguments, returned: arrays_in((*arguments[first:], returned)),
        compile_seconds=seconds,
    )


def on_arrays(name: str, program: Program, function: Callable, seconds: float | None = None) -> Contender:
    """A function on arrays with the plain function's parameters, for a program of any style."""
    return Contender(
        name,
        prepare=lambda values: tuple(copy.copy(values[parameter]) for parameter in program.parameters),
        call=lambda arguments: function(*arguments),
        results=lambda arguments, returned: arrays_in((*arguments[_skipped(program) :], returned)),
        compile_seconds=seconds,
    )


def by_hand(program: Program) -> Contender | None:
    """The form written by hand on arrays; with conversions for programs on lists."""
    function = programs.by_hand(program)
    if function is None:
        return None
    return (
        on_arrays("hand", program, function) if program.style == "arrays" else through_arrays("hand", program, function)
    )


def as_arrays(program: Program, folder: Path) -> Contender | None:
    """For a program on lists: what the compiler made of the same kernel on arrays, and the conversions."""
    if program.style == "arrays" or program.suite != "polybench":
        return None
    twin = programs.twin(program, "arrays")
    return through_arrays("arrays + conversion", program, twin.call(compile_program(twin, folder, times=1).emitted))


def through_arrays(name: str, program: Program, function: Callable) -> Contender:
    """A function on arrays for a program on lists: lists become arrays, and what it changed goes back into them."""
    plain = programs.twin(program, program.style)
    module = programs.load(plain.path)
    written = outputs(program)

    def prepare(values: Values) -> tuple:
        shapes = [np.shape(values[parameter]) for parameter in plain.parameters]
        return shapes, plain.arguments(module, values)

    def call(prepared: tuple) -> None:
        arrays = [to_array(value, shape) for shape, value in zip(*prepared, strict=True)]
        function(*arrays)
        for parameter, value, array in zip(plain.parameters, prepared[1], arrays, strict=True):
            if parameter in written:
                write_back(value, array)

    return Contender(
        name,
        prepare,
        call,
        results=lambda prepared, returned: arrays_in((*prepared[1][_skipped(program) :], returned)),
    )


def outputs(program: Program) -> set[str]:
    """The arrays that a kernel changes, seen at the smallest size."""
    twin = programs.twin(program, "arrays")
    values, module = twin.make("MINI", True), programs.load(twin.path)
    arguments = twin.arguments(module, values)
    twin.call(module)(*arguments)
    pairs = zip(twin.parameters, arguments, strict=True)
    return {n for n, after in pairs if isinstance(after, np.ndarray) and not np.array_equal(after, values[n])}


def to_array(value: Any, shape: tuple[int, ...]) -> Any:
    """A list as an array, after the check without which it may not be one: that all elements have one type."""
    if not isinstance(value, list):
        return value
    rows = [value]
    while rows[0] and isinstance(rows[0][0], list):
        rows = [row for outer in rows for row in outer]
    kind = type(rows[0][0])
    assert all(set(map(type, row)) == {kind} for row in rows), "elements of several types"
    return np.array(value).reshape(shape)


def write_back(value: list, array: np.ndarray) -> None:
    """Puts the elements of an array into a list of its shape, or into a flat one."""
    if value and isinstance(value[0], list):
        for row, part in zip(value, array, strict=True):
            write_back(row, part)
    else:
        value[:] = array.ravel().tolist()


def _skipped(program: Program) -> int:
    """How many of a function's first parameters are not there when the program is a method."""
    return len(program.sizes) if program.owner else 0


def arrays_in(values: Any) -> list[np.ndarray]:
    """All numbers in arguments and results as flat arrays, in order, so that styles can be compared."""
    if isinstance(values, np.ndarray):
        return [values.ravel()]
    if isinstance(values, list):
        return [np.asarray(values).ravel()]
    if isinstance(values, tuple):
        return [array for value in values for array in arrays_in(value)]
    return [] if values is None else [np.atleast_1d(np.asarray(values))]
