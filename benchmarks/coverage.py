"""What the compiler makes of every benchmark program: the versions, the remarks, and whether they really run.

    coverage.py                     a Markdown table of all programs, kernel by style and form
    coverage.py --kernel gemm       only kernels whose name contains this; also --suite, --style, --form
    coverage.py --time SMALL        the gain of each program too, roughly: the best of a few calls at this size, in
                                    processor time with one thread for BLAS, so that a busy machine disturbs little
    coverage.py --remarks           every remark below the table, not only the reasons why a kernel stays as it is
    coverage.py --emitted FOLDER    keep the emitted modules

Every program is compiled, then run at the smallest data set on random data, original and emitted, and all
arguments are compared whole. The cells say what was observed:

    ran D    the optimized branch ran and agreed; D is the depth of the loops that are left in it
    ran D from SIZE   the same, but only from this data set on: below, the conditions chose the original
    guarded  there is a version, but its conditions sent all these arguments to the original
    -        no version; the reason follows below
    WRONG    the results differ; the exit status is 1, as it is where a program FAILS to compile or raises
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import re
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "harness"))
if any(argument.startswith("--time") for argument in sys.argv):
    os.environ["OPENBLAS_NUM_THREADS"] = "1"

import programs  # noqa: E402 (found through the path above)
from programs import Program  # noqa: E402

import contend  # noqa: E402
import emitted  # noqa: E402 (of test/run)
import oracle  # noqa: E402

REASONS = re.compile(r"stays as it (?:is|was): (?:.*?\.py:\d+:\d+: )?(.*)")


@dataclass
class Coverage:
    """What became of one form of a program."""

    program: Program
    cell: str
    remarks: list[str] = field(default_factory=list)
    detail: str = ""
    gain: float | None = None

    @property
    def text(self) -> str:
        """The cell, with the gain where it was measured."""
        return self.cell if self.gain is None else f"{self.cell}, {self.gain:.3g}x"

    @property
    def reason(self) -> str:
        """Why there is no version, or what differs."""
        stays = [match[1] for remark in self.remarks if (match := REASONS.search(remark))]
        declined = stays or [remark for remark in self.remarks if " became " not in remark]
        return self.detail or "; ".join(dict.fromkeys(declined)) or "no remark says why"


def examine(path: Path, forms: list[Program], folder: Path, timed: str | None) -> list[Coverage]:
    """Compiles one file and examines the forms that it holds."""
    try:
        compiled = oracle.compile_program(path, folder)
    except AssertionError as failure:
        return [Coverage(form, "FAILS", detail=str(failure).strip().splitlines()[0]) for form in forms]
    remarks = remarks_by_line(path, folder)
    results = [examine_form(form, compiled, remarks) for form in forms]
    for result in results:
        if timed and result.cell.startswith("ran"):
            result.gain = gain(result.program, compiled, timed)
    return results


def gain(form: Program, compiled: oracle.Program, dataset: str, calls: int = 5) -> float:
    """How many times faster the emitted code is, by the best calls of each; enough to see losses."""
    values = form.make(dataset, False)
    best = dict.fromkeys(("original", "emitted"), float("inf"))
    for _ in range(calls):
        for name in best:
            module = getattr(compiled, name)
            function, arguments = form.call(module), form.arguments(module, values)
            start = time.process_time()
            function(*arguments)
            best[name] = min(best[name], time.process_time() - start)
    return best["original"] / best["emitted"]


def examine_form(form: Program, compiled: oracle.Program, remarks: list[tuple[int, str]]) -> Coverage:
    """Runs one form against its original."""
    first, last = lines_of(form.call(compiled.original))
    own = [f"line {line}: {text}" for line, text in remarks if first <= line <= last]
    values = form.make("MINI", True)
    first, last = lines_of(form.call(compiled.emitted))
    has_version = any(first <= line <= last for line in compiled.fallback_lines)
    try:
        outcome = oracle.check(compiled, form.call, lambda module: form.arguments(module, values))
    except AssertionError as difference:
        return Coverage(form, "WRONG", own, str(difference))
    if outcome.exception:
        return Coverage(form, "raises", own, repr(outcome.exception))
    if not has_version:
        return Coverage(form, "-", own)
    if not outcome.ran_optimized:
        size = first_size_that_runs(form, compiled)
        return Coverage(form, f"ran {loops_left(form, compiled)} from {size}" if size else "guarded", own)
    return Coverage(form, f"ran {loops_left(form, compiled)}", own)


def first_size_that_runs(form: Program, compiled: oracle.Program) -> str | None:
    """The next data set whose arguments take the optimized branch and give the original's results, if one does."""
    probe = compiled.emitted_path.with_name(f"{compiled.emitted_path.stem}_probe.py")
    probe.write_text(contend.with_probes(compiled.emitted_source), encoding="utf-8")
    probed = contend.Compiled(compiled.original, compiled.emitted, oracle.load_module(probe), 0.0, True)
    for size in ("SMALL", "MEDIUM"):
        values = form.make(size, True)
        if contend.runs_optimized(form, probed, values):
            oracle.check(compiled, form.call, lambda module, values=values: form.arguments(module, values))
            return size
    return None


def loops_left(form: Program, compiled: oracle.Program) -> int:
    """The depth of the loops in the optimized part of a function."""
    first, last = lines_of(form.call(compiled.emitted))
    tree = ast.parse(compiled.emitted_source)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    function = next(node for node in functions if first <= node.lineno <= last and node.name == form.function)
    fast = [node for node in function.body if node.lineno not in compiled.fallback_lines]
    return max(map(emitted.loop_depth, fast), default=0)


def lines_of(function) -> tuple[int, int]:
    """The first and the last line of a function in its file."""
    code = function.__code__
    return code.co_firstlineno, max(line for _, _, line in code.co_lines() if line)


def remarks_by_line(path: Path, folder: Path) -> list[tuple[int, str]]:
    """The compiler's remarks on a file with the lines that they are about."""
    completed = oracle.run_compiler(path, "-o", folder / "remarks.py", "--remarks=json")
    found = [json.loads(line) for line in completed.stderr.splitlines() if line.startswith("{")]
    return [(remark["line"], remark["message"]) for remark in found]


def table(results: list[Coverage]) -> list[str]:
    """A row for each kernel, a column for each style and form."""
    columns = list(dict.fromkeys((r.program.style, r.program.form) for r in results))
    cells: dict[str, dict] = defaultdict(dict)
    for result in results:
        cells[result.program.kernel][result.program.style, result.program.form] = result.text
    lines = [
        f"| kernel | {' | '.join(f'{style}, {form}' for style, form in columns)} |",
        f"|{' --- |' * (len(columns) + 1)}",
    ]
    for kernel, row in cells.items():
        lines.append(f"| {kernel} | {' | '.join(row.get(column, '') for column in columns)} |")
    return lines


def reasons(results: list[Coverage]) -> list[str]:
    """Why programs stay as they are, the same reason named once."""
    groups: dict[str, list[Program]] = defaultdict(list)
    for result in results:
        if not result.cell.startswith("ran"):
            groups[f"{result.cell}: {result.reason}"].append(result.program)
    ordered = sorted(groups.items(), key=lambda item: (not item[0].startswith("WRONG"), -len(item[1])))
    return [f"- {reason}\n  ({names_of(group)})" for reason, group in ordered]


def names_of(group: list[Program]) -> str:
    """The kernels of programs, by style and form."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for program in group:
        kinds[f"{program.style}, {program.form}"].append(program.kernel)
    return "; ".join(f"{kind}: {' '.join(kernels)}" for kind, kernels in kinds.items())


def selected(options: argparse.Namespace) -> dict[Path, list[Program]]:
    """The programs asked for, by file."""
    files: dict[Path, list[Program]] = defaultdict(list)
    for program in programs.everything():
        if (
            options.kernel in program.kernel
            and options.suite in (None, program.suite)
            and options.style in (None, program.style)
            and options.form in (None, program.form)
        ):
            files[program.path].append(program)
    return files


def main() -> int:
    """Prints the table, then the reasons."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kernel", default="", help="part of a kernel's name")
    parser.add_argument("--suite", choices=programs.SUITES)
    parser.add_argument("--style", choices=programs.STYLES)
    parser.add_argument("--form", choices=programs.FORMS)
    parser.add_argument(
        "--time", choices=programs.polybench_sizes.DATASETS, metavar="SIZE", help="measure gains at a size"
    )
    parser.add_argument("--remarks", action="store_true", help="list all remarks")
    parser.add_argument("--emitted", type=Path, help="a folder to keep the emitted modules in")
    options = parser.parse_args()
    results: list[Coverage] = []
    with tempfile.TemporaryDirectory() as temporary:
        for path, forms in selected(options).items():
            folder = (options.emitted or Path(temporary)) / forms[0].suite / forms[0].style
            folder.mkdir(parents=True, exist_ok=True)
            results += examine(path, forms, folder, options.time)
    results.sort(key=lambda result: (result.program.suite, result.program.kernel))
    ran = sum(result.cell.startswith("ran") for result in results)
    print(f"{len(results)} programs, {ran} run optimized\n", *table(results), "", sep="\n")
    losing = [f"{r.program.name} {r.gain:.2f}" for r in results if r.gain is not None and r.gain < 0.97]
    if losing:
        print(f"Slower than the original: {', '.join(losing)}\n")
    print("What is not optimized, and why:\n", *reasons(results), sep="\n")
    if options.remarks:
        print("", *(f"{r.program.name}: {remark}" for r in results for remark in r.remarks), sep="\n")
    return int(any(result.cell in ("WRONG", "FAILS", "raises") for result in results))


if __name__ == "__main__":
    sys.exit(main())
