"""Other compilers for numerical Python, where they are installed (`make bench-peers-setup`).

Numba and Pythran are given the plain functions that are there already, the one with loops over elements and the
one on arrays, without their hints; DaCe the one on arrays; JAX what is in peers/jax_kernels.py. All get NumPy
arrays, whatever the style of the program, so beside a program on lists their times lack the conversion.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.metadata
import importlib.util
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import contend
import numpy as np
import oracle
import programs
from measure import Contender
from programs import Program, Values

BUILT = programs.ROOT / "target" / "bench" / "peers"
DACE_PYTHON = programs.ROOT / ".venv-dace" / "bin" / "python"
COLUMNS = {
    "numba": ["numba loops", "numba arrays"],
    "pythran": ["pythran loops", "pythran arrays"],
    "jax": ["jax"],
    "dace": ["dace"],
}
NAMES = tuple(COLUMNS)


def available(asked: list[str] | None) -> list[str]:
    """The peers asked for, by default all, that are installed."""
    return [
        name for name in asked or NAMES if (DACE_PYTHON.exists() if name == "dace" else importlib.util.find_spec(name))
    ]


def columns(names: list[str]) -> list[str]:
    """The columns of the table for peers."""
    return [column for name in names for column in COLUMNS[name]]


def contenders(program: Program, names: list[str]) -> list[Contender]:
    """A contender for each peer and source; one that does not compile fails when it is called."""
    values = program.make("MINI", False)
    found = []
    for name in names:
        for column in COLUMNS[name]:
            source = source_of(program, "nested" if column.endswith("loops") else "arrays")
            if source is not None:
                found += [built(column, BUILDERS[name], program, source, values)]
    return [contender for contender in found if contender is not None]


def source_of(program: Program, style: str) -> Path | None:
    """The file that has a kernel in a style."""
    path = program.path.parents[1] / style / program.path.name
    return path if path.exists() else None


def built(column: str, build: Callable, program: Program, source: Path, values: Values) -> Contender | None:
    """What a peer makes of a source, with the time that this takes."""
    try:
        return build(column, program, source, values)
    except Exception as failure:  # noqa: BLE001 (a peer may raise anything)
        reason = failure

        def fails(_arguments: Any) -> None:
            raise reason

        return Contender(column, prepare=lambda values: None, call=fails, results=lambda *_: [])


# -- sources -------------------------------------------------------------------------------------------------


class Plain(ast.NodeTransformer):
    """Takes away hints, classes and imports for hints, which peers need not read."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """A function without its hints."""
        node.returns = None
        for argument in node.args.args:
            argument.annotation = None
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """Drops the method form."""

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.ImportFrom | None:
        """Drops what only hints need."""
        return None if node.module in ("__future__", "numpy.typing") else node


def plain_tree(source: Path) -> ast.Module:
    """A module's functions without hints."""
    return ast.fix_missing_locations(Plain().visit(ast.parse(source.read_text(encoding="utf-8"))))


def plain_name(program: Program) -> str:
    """The name of a program's plain function."""
    return f"kernel_{program.kernel.replace('-', '_')}" if program.suite == "polybench" else program.kernel


def module_of(tree: ast.Module, name: str, folder: Path) -> ModuleType:
    """A module written to a file and imported."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.py"
    path.write_text(ast.unparse(tree) + "\n", encoding="utf-8")
    return oracle.load_module(path)


# -- Numba ---------------------------------------------------------------------------------------------------


def numba(column: str, program: Program, source: Path, values: Values) -> Contender:
    """All functions of the module under `njit`, sums regrouped as ours may be."""
    tree = plain_tree(source)
    decorator = ast.parse("numba.njit(fastmath={'reassoc', 'contract'})", mode="eval").body
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            node.decorator_list = [decorator]
    tree.body.insert(1, ast.parse("import numba").body[0])
    name = f"{program.kernel.replace('-', '_')}_{source.parent.name}"
    module = module_of(ast.fix_missing_locations(tree), name, BUILT / "numba")
    function = getattr(module, plain_name(program))
    contender = contend.on_arrays(column, program, function)
    contender.compile_seconds = seconds_of(lambda: contender.call(contender.prepare(values)))
    return contender


def seconds_of(function: Callable) -> float:
    """How long a call takes."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


# -- Pythran -------------------------------------------------------------------------------------------------


def pythran(column: str, program: Program, source: Path, values: Values) -> Contender:
    """An extension module, kept from run to run."""
    types = ", ".join(pythran_type(values[name]) for name in program.parameters)
    text = f"#pythran export {plain_name(program)}({types})\n{ast.unparse(plain_tree(source))}\n"
    digest = hashlib.sha256(f"{text}{importlib.metadata.version('pythran')}".encode()).hexdigest()[:12]
    name = f"pythran_{program.kernel.replace('-', '_')}_{source.parent.name}_{digest}"
    folder = BUILT / "pythran"
    library, record = folder / f"{name}.so", folder / f"{name}.json"
    if not record.exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
        flags = ["--config", "compiler.blas=scipy-openblas", "-O3", "-march=native"]
        command = [sys.executable, "-m", "pythran.run", f"{name}.py", "-o", library.name, *flags]
        start = time.perf_counter()
        completed = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
        record.write_text(
            json.dumps(
                {"seconds": time.perf_counter() - start, "error": completed.returncode and completed.stderr[-300:]}
            )
        )
    outcome = json.loads(record.read_text())
    if outcome["error"]:
        raise RuntimeError(outcome["error"])
    spec = importlib.util.spec_from_file_location(name, library)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return contend.on_arrays(column, program, getattr(module, plain_name(program)), outcome["seconds"])


def pythran_type(value: Any) -> str:
    """The type of an argument in an export line."""
    if isinstance(value, np.ndarray):
        return f"{value.dtype}[{','.join(':' * value.ndim)}]"
    return type(value).__name__


# -- JAX -----------------------------------------------------------------------------------------------------


def jax(column: str, program: Program, source: Path, values: Values) -> Contender | None:
    """A function that returns the outputs by name; arrays are on the device before a call is timed."""
    import jax as library

    library.config.update("jax_enable_x64", True)
    module = programs.load(programs.BENCHMARKS / "peers" / "jax_kernels.py")
    kernel = getattr(module, plain_name(program), None) if program.suite == "polybench" else None
    if kernel is None:
        return None
    static = [name for name in program.parameters if name in program.sizes]
    compiled = library.jit(kernel, static_argnames=static)

    def prepare(values: Values) -> Values:
        return {
            name: library.numpy.array(values[name]) if isinstance(values[name], np.ndarray) else values[name]
            for name in program.parameters
        }

    def results(arguments: Values, returned: Values) -> list[np.ndarray]:
        skipped = program.sizes if program.owner else ()
        merged = tuple(
            np.asarray(value) if hasattr(value := returned.get(name, arguments[name]), "shape") else value
            for name in program.parameters
            if name not in skipped
        )
        return contend.arrays_in(merged)

    contender = Contender(column, prepare, lambda arguments: library.block_until_ready(compiled(**arguments)), results)
    contender.compile_seconds = seconds_of(lambda: contender.call(prepare(values)))
    return contender


# -- DaCe ----------------------------------------------------------------------------------------------------


def dace(column: str, program: Program, source: Path, values: Values) -> Contender | None:
    """A process with DaCe's own NumPy; it times its calls itself."""
    if program.suite != "polybench" or program.style != "arrays":
        return None
    worker = programs.load(programs.BENCHMARKS / "peers" / "dace_client.py").Worker(
        DACE_PYTHON, plain_name(program), ast.unparse(dace_tree(program, source)), list(program.sizes), BUILT / "dace"
    )
    return worker.contender(column, program.parameters, program.sizes if program.owner else ())


def dace_tree(program: Program, source: Path) -> ast.Module:
    """The function on arrays with DaCe's hints: sizes become symbols."""
    tree = plain_tree(source)
    signature = {
        name: extents
        for name, extents, _ in programs.polybench_data.parse(programs.polybench_data.SIGNATURES[program.kernel])
    }
    kinds = {
        name: kind
        for name, _, kind in programs.polybench_data.parse(programs.polybench_data.SIGNATURES[program.kernel])
    }
    header = ["import dace", *(f"{size} = dace.symbol({size!r})" for size in program.sizes)]
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    kernel = next(node for node in functions if node.name == plain_name(program))
    kernel.args.args = [argument for argument in kernel.args.args if argument.arg not in program.sizes]
    for argument in kernel.args.args:
        extents = signature[argument.arg]
        element = "dace.int64" if kinds[argument.arg] is int else "dace.float64"
        text = element if extents is None else f"{element}[{', '.join(extents)}]"
        argument.annotation = ast.parse(text, mode="eval").body
    for function in functions:
        function.decorator_list = [ast.parse("dace.program", mode="eval").body]
    tree.body[1:1] = ast.parse("\n".join(header)).body
    return ast.fix_missing_locations(tree)


BUILDERS: dict[str, Callable] = {"numba": numba, "pythran": pythran, "jax": jax, "dace": dace}
