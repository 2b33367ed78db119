"""Control flow and element expressions: many small kernels per program, on arguments of every kind.

A program's ARGUMENTS describes the arguments of each of its kernels, in the notation of `adversarial`; a kernel
that is not optimized yet, or whose original must run, is in LEFT_ALONE of its program. In a regrouped sum, an
intermediate result may overflow where it did not: those in REGROUPED get no huge numbers.
"""

from __future__ import annotations

import ast

import pytest

import adversarial
import oracle

FOLDER = oracle.ROOT / "test" / "run" / "programs" / "control"
MOST_SHOWN = 6
HUGE = ("1e+308", "huge numbers")


def constant(path, name: str):
    """A constant of the program, read without running it."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and node.targets[0].id == name:
            return ast.literal_eval(node.value)
    return None


CASES = [(path, kernel) for path in sorted(FOLDER.glob("*.py")) for kernel in constant(path, "ARGUMENTS")]


def by_name(value) -> str:
    """A case's name, for test identifiers."""
    return value if isinstance(value, str) else value.stem


@pytest.fixture(scope="module")
def compiled_file(tmp_path_factory):
    """`compiled_file(path)`: the program, compiled on first use."""
    programs: dict = {}

    def get(path):
        if path not in programs:
            programs[path] = oracle.compile_program(path, tmp_path_factory.mktemp(path.stem))
        return programs[path]

    return get


def check(program, path, kernel, sizes, change=None) -> oracle.Outcome:
    """Compares one call."""
    parameters = adversarial.parse(constant(path, "ARGUMENTS")[kernel])
    lists = path.stem.startswith("list")

    def make_arguments(_module):
        values = adversarial.values(parameters, sizes, lists)
        if change:
            change(values)
        return tuple(values[parameter.name] for parameter in parameters)

    with adversarial.recognizable_empty():
        return oracle.check(program, lambda module: getattr(module, kernel), make_arguments)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("path", "kernel"), CASES, ids=by_name)
def test_sizes(compiled_file, path, kernel):
    """All small sizes, and normal ones, at which the optimized version runs."""
    program = compiled_file(path)
    for sizes in [*adversarial.TINY, (4,) * 5, adversarial.UNEQUAL]:
        check(program, path, kernel, sizes)
    for sizes in (adversarial.NORMAL, (150,) * 5):
        outcome = check(program, path, kernel, sizes)
        if kernel not in constant(path, "LEFT_ALONE"):
            assert outcome.ran_optimized, "the original ran"


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("path", "kernel"), CASES, ids=by_name)
def test_odd_arguments(compiled_file, path, kernel):
    """One departure from the hints at a time; all that differ are listed."""
    program = compiled_file(path)
    if kernel in constant(path, "LEFT_ALONE"):
        pytest.skip("stays as it is")
    differences = []
    parameters = adversarial.parse(constant(path, "ARGUMENTS")[kernel])
    regrouped = kernel in (constant(path, "REGROUPED") or [])
    for description, change in adversarial.changes(parameters, path.stem.startswith("list")):
        if regrouped and any(word in description for word in HUGE):
            continue
        try:
            check(program, path, kernel, adversarial.NORMAL, change)
        except AssertionError as difference:
            differences.append(f"{description}: {difference}")
    shown = differences[:MOST_SHOWN]
    assert not differences, "\n".join([f"{len(differences)} differences, among them:", *shown])


@pytest.mark.parametrize(("path", "kernel"), CASES, ids=by_name)
def test_has_version(compiled_file, path, kernel):
    """The kernels that are not left alone have a decision tree of their own."""
    if kernel in constant(path, "LEFT_ALONE"):
        return
    source = compiled_file(path).emitted_source
    functions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef) and node.name == kernel]
    lines = source.splitlines()[functions[0].lineno : functions[0].end_lineno]
    assert any(oracle.ORIGINAL_MARK in line for line in lines), "it has no version"
