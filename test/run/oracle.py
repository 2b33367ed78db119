"""Runs a compiled program and its original on equal arguments and compares everything that can be observed.

    module = compile_program(path)                      # both modules, loaded side by side
    outcome = check(module, call, make_arguments)       # raises AssertionError on any difference
    assert outcome.ran_optimized

Compared are the result, the exception, every argument whole with the identity of every list, row and array
reached from it, what was printed, and the warnings other than floating-point ones. Floats agree within a
tolerance relative to the norm of the argument they belong to; NaN and Inf stand in the same places.

Whether the optimized statements ran is seen by tracing lines: in emitted code the comment ORIGINAL_MARK
stands before the original statements, which are the last branch of the function's decision tree.
"""

from __future__ import annotations

import ast
import contextlib
import importlib.util
import io
import itertools
import math
import os
import subprocess
import sys
import types
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
COMPILER = Path(os.environ.get("AUTOMPHC_BINARIES", ROOT / "target" / "release")) / "automphc"
ORIGINAL_MARK = "# The original statements."
RELATIVE_TOLERANCE = 1e-11

_module_numbers = itertools.count()


# -- compiling and loading ---------------------------------------------------------------------------------


@dataclass
class Program:
    """An original module and the module that the compiler made of it."""

    original: types.ModuleType
    emitted: types.ModuleType
    emitted_path: Path
    fallback_lines: set[int]

    @property
    def emitted_source(self) -> str:
        """The text of the emitted module."""
        return self.emitted_path.read_text(encoding="utf-8")

    @property
    def is_optimized(self) -> bool:
        """Whether the compiler put a decision tree into any function."""
        return bool(self.fallback_lines)


def run_compiler(*arguments: Any, cwd: Path | None = None, **keywords: Any) -> subprocess.CompletedProcess:
    """Runs `automphc`; the output is text unless `text=False` is given."""
    keywords = {"text": True, "capture_output": True, "timeout": 60, **keywords}
    return subprocess.run([str(COMPILER), *map(str, arguments)], cwd=cwd, check=False, **keywords)


def compile_program(source: Path, folder: Path, *flags: Any) -> Program:
    """Compiles a module into `folder` and loads it and its original."""
    emitted_path = folder / f"{source.stem}_opt.py"
    completed = run_compiler(source, "-o", emitted_path, *flags)
    assert completed.returncode == 0, completed.stderr
    if kind := os.environ.get("AUTOMPHC_WITHOUT_GUARDS"):
        drop_guards(emitted_path, kind)
    return Program(
        load_module(source),
        load_module(emitted_path),
        emitted_path,
        fallback_lines(emitted_path.read_text(encoding="utf-8")),
    )


def drop_guards(path: Path, kind: str) -> None:
    """Leaves out the guards of one kind, which a test must notice (`make mutation`)."""
    sys.path.insert(0, str(ROOT / "test" / "fuzz"))
    from seeded import without_guards

    path.write_text(without_guards(path.read_text(encoding="utf-8"), ORIGINAL_MARK, kind), encoding="utf-8")


def load_module(path: Path) -> types.ModuleType:
    """Imports a file under a name of its own; a module loaded twice is two modules."""
    name = f"oracle_{next(_module_numbers)}_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    with warnings.catch_warnings():
        # `numpy.core` is deprecated, and programs that import from it are among the inputs.
        warnings.simplefilter("ignore", DeprecationWarning)
        spec.loader.exec_module(module)
    return module


def fallback_lines(source: str) -> set[int]:
    """The lines of the original statements in emitted code: from each mark to the end of its function or loop.

    Where a whole function has versions, marks in its loops do not count.
    """
    marks = [number for number, line in enumerate(source.splitlines(), 1) if line.strip() == ORIGINAL_MARK]
    nodes = list(ast.walk(ast.parse(source)))
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    loops = [node for node in nodes if isinstance(node, (ast.For, ast.While))]
    by_function: dict[int, list[range]] = {}
    whole: set[int] = set()
    for mark in marks:
        function = innermost(functions, mark)
        assert function, f"line {mark}: a mark outside every function"
        loop = innermost(loops, mark)
        by_function.setdefault(function.lineno, []).append(range(mark, (loop or function).body[-1].end_lineno + 1))
        if loop is None:
            whole.add(function.lineno)
            by_function[function.lineno] = [by_function[function.lineno][-1]]
    ranges = [lines if start not in whole else lines[:1] for start, lines in by_function.items()]
    return {line for lines in ranges for each in lines for line in each}


def innermost(nodes: list, line: int):
    """The last of the nodes that begin before a line and end behind it."""
    around = [node for node in nodes if node.lineno <= line <= node.end_lineno]
    return max(around, key=lambda node: node.lineno, default=None)


# -- running -----------------------------------------------------------------------------------------------


@dataclass
class Outcome:
    """What a call did: its result or exception, its arguments afterwards, its output and its warnings."""

    result: Any = None
    exception: BaseException | None = None
    arguments: Any = field(default=None, repr=False)
    labels: dict[Any, str] = field(default_factory=dict, repr=False)
    labelled: list[Any] = field(default_factory=list, repr=False)
    norms: list[float] = field(default_factory=list, repr=False)
    output: str = ""
    warnings: list[tuple[type, str]] = field(default_factory=list)
    ran_original: bool = False
    ran_optimized: bool = False


def execute(function: Callable, arguments: tuple, watched: Program | None = None) -> Outcome:
    """Calls `function(*arguments)` and records all that can be observed of it."""
    outcome = Outcome(arguments=arguments)
    label_objects(arguments, outcome)
    outcome.norms = [largest_magnitude(argument, set()) for argument in arguments]
    lines: set[int] = set()
    tracing = trace_lines(str(watched.emitted_path), lines) if watched else contextlib.nullcontext()
    output = io.StringIO()
    with contextlib.redirect_stdout(output), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            with tracing:
                outcome.result = function(*arguments)
        except Exception as exception:  # noqa: BLE001 (whatever it raises is what is compared)
            outcome.exception = exception
    outcome.output = output.getvalue()
    outcome.warnings = [(w.category, str(w.message)) for w in caught if not is_floating_point(w)]
    if watched:
        outcome.ran_original = bool(lines & watched.fallback_lines)
        outcome.ran_optimized = watched.is_optimized and not outcome.ran_original
    return outcome


def is_floating_point(warning: warnings.WarningMessage) -> bool:
    """Whether a warning is one of NumPy's floating-point ones, which are outside the contract."""
    return issubclass(warning.category, RuntimeWarning) and " encountered in " in str(warning.message)


@contextlib.contextmanager
def trace_lines(filename: str, lines: set[int]):
    """Collects the numbers of the lines of one file that run."""

    def trace(frame, event, _argument):
        if frame.f_code.co_filename != filename:
            return None
        if event == "line":
            lines.add(frame.f_lineno)
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)


# -- comparing ---------------------------------------------------------------------------------------------


def check(
    program: Program,
    call: Callable[[types.ModuleType], Callable],
    make_arguments: Callable[[types.ModuleType], tuple],
    tolerance: float = RELATIVE_TOLERANCE,
) -> Outcome:
    """Runs original and emitted code on arguments made afresh for each, and compares the two outcomes.

    `call(module)` gives the function to call; `make_arguments(module)` must make equal arguments each time.
    """
    expected = execute(call(program.original), make_arguments(program.original))
    actual = execute(call(program.emitted), make_arguments(program.emitted), watched=program)
    assert_same_outcome(expected, actual, tolerance)
    return actual


def assert_same_outcome(expected: Outcome, actual: Outcome, tolerance: float) -> None:
    """Raises AssertionError that names the first difference."""
    if (expected.exception is None) != (actual.exception is None):
        raise AssertionError(f"expected {expected.exception!r}, got {actual.exception!r}") from (
            actual.exception or expected.exception
        )
    if expected.exception is not None:
        assert type(actual.exception) is type(expected.exception), (actual.exception, expected.exception)
        assert str(actual.exception) == str(expected.exception)
    assert actual.output == expected.output, f"printed {actual.output!r}, not {expected.output!r}"
    assert actual.warnings == expected.warnings, f"warned {actual.warnings}, not {expected.warnings}"
    comparison = Comparison(expected.labels, actual.labels, tolerance)
    for index, pair in enumerate(zip(expected.arguments, actual.arguments, strict=True)):
        comparison.compare_root(*pair, f"argument {index}", expected.norms[index])
    comparison.compare_root(expected.result, actual.result, "result", max(expected.norms, default=0.0))


def label_objects(roots: tuple, outcome: Outcome) -> None:
    """Names each object with an identity that is reached from the arguments by its first path."""
    for index, root in enumerate(roots):
        for path, value in walk(root, f"argument {index}", set()):
            outcome.labels.setdefault(id(value), path)
            # Kept alive, so that no object made by the call can have its id.
            outcome.labelled.append(value)
            if isinstance(value, np.ndarray):
                outcome.labels.setdefault(("memory", *memory_of(value)), path)


def walk(value: Any, path: str, seen: set[int]):
    """All containers, arrays and instances reached from a value, with the paths to them."""
    if id(value) in seen or not has_identity(value):
        return
    seen.add(id(value))
    yield path, value
    for name, child in children(value):
        yield from walk(child, path + name, seen)


def has_identity(value: Any) -> bool:
    """Whether it can be observed which object this is, numbers and strings apart."""
    return isinstance(value, (list, tuple, dict, set, np.ndarray)) or hasattr(value, "__dict__")


def children(value: Any) -> list[tuple[str, Any]]:
    """The objects inside an object, with the text of the access to each."""
    if isinstance(value, (list, tuple)):
        return [(f"[{index}]", item) for index, item in enumerate(value)]
    if isinstance(value, dict):
        return [(f"[{key!r}]", item) for key, item in value.items()]
    if isinstance(value, np.ndarray) and value.dtype == object:
        return [(f".flat[{index}]", item) for index, item in enumerate(value.flat)]
    if isinstance(value, (types.ModuleType, types.FunctionType, type)):
        return []
    return [(f".{name}", item) for name, item in getattr(value, "__dict__", {}).items()]


class Comparison:
    """Compares values of two runs; an object of one stands for the object with the same label in the other."""

    def __init__(self, expected_labels: dict, actual_labels: dict, tolerance: float) -> None:
        self.expected_labels = dict(expected_labels)
        self.actual_labels = dict(actual_labels)
        self.tolerance = tolerance
        self.allowed = 0.0
        self.compared: set[tuple[int, int]] = set()

    def compare_root(self, expected: Any, actual: Any, path: str, norm: float) -> None:
        """Compares an argument or the result, with the tolerance that its norm allows.

        `norm` is the argument's before the call, for a result the largest of all arguments: differences
        that cancel leave rounding errors of that size.
        """
        self.allowed = self.tolerance * max(norm, largest_magnitude(expected, set()))
        self.compare(expected, actual, path)

    def compare(self, expected: Any, actual: Any, path: str) -> None:
        """Compares two values at the end of one path."""
        assert type_name(actual) == type_name(expected), f"{path}: {type_name(actual)}, not {type_name(expected)}"
        if isinstance(expected, np.ndarray):
            self.compare_identity(expected, actual, path)
            self.compare_arrays(expected, actual, path)
        elif has_identity(expected):
            self.compare_identity(expected, actual, path)
            self.compare_containers(expected, actual, path)
        elif isinstance(expected, (float, complex, np.inexact)):
            self.compare_numbers(np.asarray(expected), np.asarray(actual), path)
        else:
            assert actual == expected, f"{path}: {actual!r}, not {expected!r}"

    def compare_identity(self, expected: Any, actual: Any, path: str) -> None:
        """The two are the same argument, or both are new; what is new is named by its path from now on."""
        label_expected = self.expected_labels.setdefault(id(expected), f"new at {path}")
        label_actual = self.actual_labels.setdefault(id(actual), f"new at {path}")
        assert label_actual == label_expected, f"{path} is {label_actual}, not {label_expected}"

    def compare_containers(self, expected: Any, actual: Any, path: str) -> None:
        """Compares lists, tuples, dictionaries and instances item by item."""
        if (id(expected), id(actual)) in self.compared:
            return
        self.compared.add((id(expected), id(actual)))
        if self.compare_plain_list(expected, actual, path):
            return
        inside_expected, inside_actual = children(expected), children(actual)
        names_expected = [name for name, _ in inside_expected]
        names_actual = [name for name, _ in inside_actual]
        assert names_actual == names_expected, f"{path} holds {names_actual}, not {names_expected}"
        for (name, item_expected), (_, item_actual) in zip(inside_expected, inside_actual, strict=True):
            self.compare(item_expected, item_actual, path + name)

    def compare_plain_list(self, expected: Any, actual: Any, path: str) -> bool:
        """Compares two lists of floats at once; False where they are no such lists."""
        if type(expected) is not list or set(map(type, expected)) != {float}:
            return False
        if len(actual) != len(expected) or set(map(type, actual)) != {float}:
            return False
        self.compare_numbers(np.array(expected), np.array(actual), path)
        return True

    def compare_arrays(self, expected: np.ndarray, actual: np.ndarray, path: str) -> None:
        """Compares the layout, the flags and the elements of two arrays."""
        for attribute in ("dtype", "shape", "strides"):
            pair = getattr(expected, attribute), getattr(actual, attribute)
            assert pair[0] == pair[1], f"{path}.{attribute}: {pair[1]}, not {pair[0]}"
        assert actual.flags.writeable == expected.flags.writeable, f"{path}.flags.writeable"
        memory_expected = self.expected_labels.get(("memory", *memory_of(expected)))
        memory_actual = self.actual_labels.get(("memory", *memory_of(actual)))
        assert memory_actual == memory_expected, f"{path}: memory of {memory_actual}, not of {memory_expected}"
        if expected.dtype == object:
            self.compare_containers(expected, actual, path)
        elif np.issubdtype(expected.dtype, np.inexact):
            self.compare_numbers(np.asarray(expected), np.asarray(actual), path)
        else:
            assert np.array_equal(np.asarray(actual), np.asarray(expected)), path

    def compare_numbers(self, expected: np.ndarray, actual: np.ndarray, path: str) -> None:
        """The same NaN and Inf in the same places, and all else within the tolerance."""
        finite = np.isfinite(expected)
        assert np.array_equal(finite, np.isfinite(actual)), f"{path}: NaN or Inf elsewhere"
        assert np.array_equal(expected[~finite], actual[~finite], equal_nan=True), f"{path}: other NaN or Inf"
        with np.errstate(all="ignore"):
            difference = np.abs(expected[finite] - actual[finite]).max(initial=0.0)
        allowed = self.allowed
        if expected.dtype.kind in "fc" and expected.dtype.itemsize < 8:
            allowed = allowed / self.tolerance * 1e-5
        assert difference <= allowed, f"{path}: differs by {difference:.3g}, more than {allowed:.3g}"


def memory_of(array: np.ndarray) -> tuple[int, tuple[int, ...]]:
    """Where an array's elements lie."""
    return array.__array_interface__["data"][0], array.strides


def type_name(value: Any) -> str:
    """The type's name; classes of the two modules differ in identity and share the name."""
    return type(value).__qualname__ if hasattr(value, "__dict__") else repr(type(value))


def largest_magnitude(value: Any, seen: set[int]) -> float:
    """The largest finite magnitude among the numbers that are reached from a value."""
    if isinstance(value, np.ndarray) and value.dtype.kind in "fciu":
        magnitudes = np.abs(np.asarray(value, dtype=complex if value.dtype.kind == "c" else float))
        return float(magnitudes[np.isfinite(magnitudes)].max(initial=0.0))
    if isinstance(value, (int, float, complex, np.number)):
        try:
            magnitude = float(abs(value))
        except OverflowError:
            return 0.0
        return magnitude if math.isfinite(magnitude) else 0.0
    if not has_identity(value) or id(value) in seen:
        return 0.0
    seen.add(id(value))
    return max((largest_magnitude(item, seen) for _, item in children(value)), default=0.0)


def compiler_is_built() -> bool:
    """Whether the compiler's binary is there."""
    return COMPILER.exists() and os.access(COMPILER, os.X_OK)
