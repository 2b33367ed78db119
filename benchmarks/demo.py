"""Original, emitted and hand-written code side by side, in one run, as a Markdown table.

    demo.py          what `make demo` shows
    demo.py --all    larger sizes too (minutes: the list original at 1200 x 1400 alone takes one)

Every program is compiled first. Its results are compared with the original's before anything counts, all
arguments whole; a difference makes the exit status 1. Then the versions run in turns, each on arguments of
its own made afresh, and the table gives medians.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 1e-10


sys.path[:0] = [str(ROOT / folder) for folder in ("test/run", "benchmarks/correlation", "benchmarks/harness")]

import measure  # noqa: E402 (found through the path above)

measure.use_default_blas()

import numpy as np  # noqa: E402 (after the environment is set)

import hand  # noqa: E402
import kernels  # noqa: E402
import oracle  # noqa: E402
from measure import duration  # noqa: E402


@dataclass(frozen=True)
class Case:
    """A program at one size; the fast versions run `turns` times in each of the `rounds`."""

    title: str
    kernel: kernels.Kernel
    m: int
    n: int
    rounds: int
    turns: int
    by_hand: Callable | None = None
    quick: bool = True


GRAM = kernels.Kernel(ROOT / "examples" / "gram.py", "gram", "data corr", None)

CASES = [
    Case("correlation, NumPy", kernels.CORRELATION_NUMPY, 240, 260, 9, 5, hand.numpy_correlation),
    Case("correlation, NumPy", kernels.CORRELATION_NUMPY, 1200, 1400, 5, 5, hand.numpy_correlation),
    Case("correlation, lists", kernels.CORRELATION_LIST, 100, 100, 5, 5, hand.list_correlation),
    Case("correlation, lists", kernels.CORRELATION_LIST, 600, 600, 1, 9, hand.list_correlation),
    Case("correlation, lists", kernels.CORRELATION_LIST, 1200, 1400, 1, 5, hand.list_correlation, quick=False),
    Case("gram (examples/gram.py)", GRAM, 240, 260, 5, 5),
]


@dataclass
class Row:
    """What was measured for a case, in seconds."""

    case: Case
    original: float
    emitted: float
    by_hand: float | None
    difference: float
    optimized: bool

    def cells(self) -> list[str]:
        """The row of the table."""
        return [
            self.case.title,
            f"{self.case.m} x {self.case.n}",
            duration(self.original),
            duration(self.emitted),
            duration(self.by_hand) if self.by_hand else "",
            f"{self.original / self.emitted:.1f}",
            f"{self.by_hand / self.emitted:.2f}" if self.by_hand else "",
            f"{self.difference:.1e}",
            "optimized" if self.optimized else "original",
        ]


HEADER = ["program", "M x N", "original", "emitted", "by hand", "speedup", "hand / emitted", "difference", "version"]


def timed(function: Callable, arguments: tuple) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - start


def relative_difference(expected: tuple, actual: tuple) -> float:
    """The largest difference of two argument tuples, relative to the norm of the argument it is in."""
    worst = 0.0
    for left, right in zip(expected, actual, strict=True):
        if not isinstance(left, (np.ndarray, list)):
            continue
        left, right = np.asarray(left), np.asarray(right)
        scale = np.abs(left).max(initial=0.0) or 1.0
        difference = np.abs(left - right).max(initial=0.0) / scale
        worst = max(worst, float("inf") if np.isnan(difference) else float(difference))
    return worst


def measure_case(case: Case, folder: Path) -> Row:
    """Compiles a program, compares its results, and measures its versions in turns."""
    program = oracle.compile_program(case.kernel.path, folder)
    kernel, values = case.kernel, case.kernel.values(case.m, case.n)
    # The small size that tells which version runs must be one that pays; sizes only grow from there.
    small = min(case.m, 100), min(case.n, 100)
    optimized = oracle.check(program, kernel.call, kernel.make_arguments(*small)).ran_optimized

    def arguments(module) -> tuple:
        copied = {name: copy_of(value) for name, value in values.items()}
        return kernel.arguments(module, copied)

    def hand_arguments() -> tuple:
        copied = {name: copy_of(value) for name, value in values.items()}
        return tuple(copied[name] for name in kernels.ALL.split())

    original, emitted = kernel.call(program.original), kernel.call(program.emitted)
    expected, actual = arguments(program.original), arguments(program.emitted)
    times: dict[str, list[float]] = {"original": [timed(original, expected)], "emitted": [], "hand": []}
    emitted(*actual)
    difference = relative_difference(expected, actual)
    if case.by_hand:
        by_hand = hand_arguments()
        assert case.by_hand(*by_hand) is not False, "the hand-written form refuses these arguments"
        difference = max(difference, relative_difference(expected[-4:], by_hand[-4:]))
    for turn in range(case.rounds):
        if turn:
            times["original"].append(timed(original, arguments(program.original)))
        for _ in range(case.turns):
            times["emitted"].append(timed(emitted, arguments(program.emitted)))
            if case.by_hand:
                times["hand"].append(timed(case.by_hand, hand_arguments()))
    medians = {name: statistics.median(measured) for name, measured in times.items() if measured}
    return Row(case, medians["original"], medians["emitted"], medians.get("hand"), difference, optimized)


def copy_of(value):
    """A fresh array, or a fresh list of fresh rows."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, list):
        return [row[:] if isinstance(row, list) else row for row in value]
    return value


def compile_times(cases: list[Case], folder: Path) -> list[str]:
    """How long the compiler takes on each program, the start of the process included."""
    lines = []
    for path in dict.fromkeys(case.kernel.path for case in cases):
        measured = [timed(oracle.run_compiler, (path, "-o", folder / "timed.py")) for _ in range(7)]
        lines.append(f"{path.relative_to(ROOT)}: compiled in {duration(statistics.median(measured))}")
    return lines


def main() -> int:
    """Prints the table, row by row as it is measured, then the compile times."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true", help="larger sizes too")
    everything = parser.parse_args().all
    cases = [case for case in CASES if case.quick or everything]
    warnings.simplefilter("ignore")
    print(f"{measure.environment()}\n\n| {' | '.join(HEADER)} |\n|{' --- |' * len(HEADER)}", flush=True)
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for case in cases:
            row = measure_case(case, Path(folder))
            worst = max(worst, row.difference)
            print(f"| {' | '.join(row.cells())} |", flush=True)
        print("", *compile_times(cases, Path(folder)), sep="\n")
    if worst > LIMIT:
        print(f"results differ by {worst:.1e}, more than {LIMIT:.0e}", file=sys.stderr)
    return 1 if worst > LIMIT else 0


if __name__ == "__main__":
    sys.exit(main())
