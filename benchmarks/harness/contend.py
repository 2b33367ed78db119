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
    """The form written by hand on arrays, for programs on arrays."""
    function = programs.by_hand(program) if program.style == "arrays" else None
    return on_arrays("hand", program, function) if function else None


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
