"""Original, emitted and hand-written code and its peers side by side, in one run, as a Markdown table and a plot.

    bench.py                              every program: arrays at LARGE, lists at MEDIUM (hours)
    bench.py --suite polybench --style arrays --size SMALL
    bench.py --kernel syrk --kernel gemm --rounds 9 --time-limit 20
    bench.py --quick                      what `make demo` shows

Every program is compiled first. Results are compared before a time counts, all arguments whole; a difference
makes the exit status 1. Then the contenders take turns, each on arguments of its own made afresh, and the table
gives medians. A call that takes longer than the time limit is interrupted, and its cell says so; if that is the
original, results are compared at the largest size that it can do. "Slower" is what exceeds 5 us for the guards.
Table, plot and raw numbers are written to --output.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

# In place of this folder, whose coverage.py is none that Numba may import.
sys.path[0] = str(Path(__file__).parent / "harness")

import measure  # noqa: E402 (found through the path above)

measure.use_default_blas()

import programs  # noqa: E402 (sets the path of what follows)

import contend  # noqa: E402
import oracle  # noqa: E402
import peers  # noqa: E402
import report  # noqa: E402
from measure import Contender, duration, race  # noqa: E402
from programs import Program  # noqa: E402

DATASETS = programs.polybench_sizes.DATASETS
DEFAULT_SIZE = {"arrays": "LARGE", "nested": "MEDIUM", "flat": "MEDIUM"}


def measure_program(program: Program, size: str, options: argparse.Namespace, folder: Path) -> report.Row:
    """Compiles a program, compares and times all its contenders."""
    compiled = contend.compile_program(program, folder)
    contenders = [contend.original(program, compiled), contend.ours(program, compiled)]
    contenders += filter(None, [contend.by_hand(program), contend.as_arrays(program, folder)])
    contenders += peers.contenders(program, options.peers)
    values = program.make(size, False)
    optimized = contend.runs_optimized(program, compiled, values)
    entries = race(contenders, values, options.rounds, options.time_limit)
    row = report.Row(
        suite=program.suite,
        kernel=program.kernel,
        style=program.style,
        form=program.form,
        size=size,
        version="optimized" if optimized else "original",
        entries=entries,
    )
    if entries["original"].problem.startswith(">"):
        compare_smaller(program, contenders, size, options.time_limit, row)
    for contender in contenders:
        contender.close()
    return row


def compare_smaller(program: Program, contenders: list[Contender], size: str, limit: float, row: report.Row) -> None:
    """Compares all with an original that is too slow at this size, at the largest smaller one that it can do."""
    for smaller in reversed(DATASETS[: DATASETS.index(size)]):
        entries = race(contenders, program.make(smaller, False), rounds=0, limit=limit)
        if entries["original"].problem:
            continue
        row.notes.append(f"compared at {smaller}")
        for name, entry in entries.items():
            row.entries[name].difference = entry.difference
            if entry.problem:
                row.entries[name].problem = entry.problem
        return
    row.notes.append("compared with nothing")


def selected(options: argparse.Namespace) -> list[Program]:
    """The programs asked for."""
    return [
        program
        for program in programs.everything()
        if (not options.kernel or program.kernel in options.kernel)
        and program.suite in (options.suite or programs.SUITES)
        and program.style in (options.style or programs.STYLES)
        and (program.form == options.form or program.suite != "polybench")
    ]


def compile_whole_suites(chosen: list[Program], folder: Path) -> list[str]:
    """How long one call of the compiler takes on all files of a suite and style."""
    lines = []
    for suite, style in dict.fromkeys((program.suite, program.style) for program in chosen):
        paths = dict.fromkeys(p.path for p in chosen if (p.suite, p.style) == (suite, style))
        target = folder / "whole" / suite / style
        target.mkdir(parents=True)
        start = time.perf_counter()
        completed = oracle.run_compiler(*paths, "-o", target)
        seconds = time.perf_counter() - start
        failed = "" if completed.returncode == 0 else ", which FAILED"
        lines.append(f"{suite}, {style}: {len(paths)} files compiled in one call of {duration(seconds)}{failed}")
    return lines


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--suite", action="append", choices=list(programs.SUITES))
    parser.add_argument("--style", action="append", choices=programs.STYLES)
    parser.add_argument("--form", choices=programs.FORMS, default="function", help="of the PolyBench programs")
    parser.add_argument("--size", choices=DATASETS, help="default: arrays at LARGE, lists at MEDIUM")
    parser.add_argument("--kernel", action="append", help="a kernel by its name; may be repeated")
    parser.add_argument("--rounds", type=int, default=5, help="turns of every contender (default 5)")
    parser.add_argument("--time-limit", type=float, default=60.0, help="seconds that a call may take (default 60)")
    parser.add_argument("--peers", action="append", choices=peers.NAMES, help="default: all that can be imported")
    parser.add_argument("--no-peers", action="store_true", help="original, ours and by hand alone")
    parser.add_argument("--output", type=Path, default=programs.ROOT / "target" / "bench", help="default target/bench")
    parser.add_argument("--quick", action="store_true", help="what `make demo` shows, and nothing else")
    options = parser.parse_args()
    options.peers = [] if options.no_peers else peers.available(options.peers)
    return options


def main() -> int:
    """Prints the table, row by row as it is measured, then the summary and the compile times."""
    options = arguments()
    if options.quick:
        return subprocess.call([sys.executable, Path(__file__).parent / "demo.py"])
    warnings.simplefilter("ignore")
    printed: list[str] = []

    def show(*lines: str) -> None:
        printed.extend(lines)
        print(*lines, sep="\n", flush=True)

    columns = peers.columns(options.peers)
    show(measure.environment(), "", *report.header(columns))
    rows: list[report.Row] = []
    chosen = selected(options)
    with tempfile.TemporaryDirectory() as temporary:
        for program in chosen:
            size = options.size or DEFAULT_SIZE[program.style]
            rows.append(measure_program(program, size, options, Path(temporary)))
            show(report.line(rows[-1], columns))
        show("", *report.summary(rows), "", *compile_whole_suites(chosen, Path(temporary)))
    written = report.write(options.output, rows, "\n".join(printed) + "\n")
    print("", *(f"wrote {path}" for path in written), sep="\n")
    return int(any(row.wrong for row in rows))


if __name__ == "__main__":
    sys.exit(main())
