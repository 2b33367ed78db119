"""Differential fuzzing: random kernels, compiled and run against their originals.

    python test/fuzz --count 200 --seed 1       # or, in test/: python -m fuzz --count 200 --seed 1

Program number P of seed S is always the same. A failing program is made smaller before it is printed.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "run")]
# Every version is kept, so that it is tested.
os.environ["AUTOMPHC_PROFILE"] = str(HERE.parent / "profile.toml")

import oracle  # noqa: E402 (found through the path above)
from adversarial import recognizable_empty  # noqa: E402
from arguments import factory  # noqa: E402
from generate import Generator, Kernel  # noqa: E402

CALLS_PER_PROGRAM = 8
SECONDS_PER_PROGRAM = 20
# Recurrences amplify rounding: a real difference is far above this, and what grew beyond LARGE is not compared.
TOLERANCE = 1e-7
LARGE = 1e25


class TooLong(Exception):
    """A program or the compiler did not come to an end."""


def main() -> int:
    """Runs the programs; the exit status tells whether one failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=None, help="a random one by default, which is printed")
    parser.add_argument("--only", type=int, default=None, help="the number of the only program to run")
    parser.add_argument("--print", action="store_true", help="print each program")
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(10**6) if options.seed is None else options.seed
    print(f"seed {seed}", flush=True)
    signal.signal(signal.SIGALRM, raise_too_long)
    totals = {"programs": 0, "optimized": 0, "calls": 0, "optimized calls": 0, "failures": 0}
    started = time.monotonic()
    numbers = range(options.count) if options.only is None else [options.only]
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings(), recognizable_empty():
        warnings.simplefilter("ignore")
        for number in numbers:
            run_program(number, seed, Path(folder), totals, options.print)
    print(", ".join(f"{count} {name}" for name, count in totals.items()), f"in {time.monotonic() - started:.0f} s")
    return 1 if totals["failures"] else 0


def run_program(number: int, seed: int, folder: Path, totals: dict[str, int], verbose: bool) -> None:
    """Generates, compiles and checks one program, and reports a failure."""
    kernel = Generator(random.Random(f"{seed}/{number}")).kernel()
    if verbose:
        print(f"--- program {number}\n{kernel.source()}", flush=True)
    failure = check(kernel, number, seed, folder, totals)
    totals["programs"] += 1
    if failure is None:
        return
    totals["failures"] += 1
    kernel, failure = reduce(kernel, failure, number, seed, folder)
    print(f"=== FAILED: program {number} of seed {seed}\n{kernel.source()}\n{failure}\n", flush=True)


def reduce(kernel: Kernel, failure: str, number: int, seed: int, folder: Path) -> tuple[Kernel, str]:
    """A smallest program by leaving out statements that still fails in some way."""
    found = True
    while found:
        found = False
        for candidate in kernel.smaller():
            smaller_failure = check(candidate, number, seed, folder, {})
            if smaller_failure is not None:
                kernel, failure, found = candidate, smaller_failure, True
                break
    return kernel, failure


def check(kernel: Kernel, number: int, seed: int, folder: Path, totals: dict[str, int]) -> str | None:
    """What goes wrong with a program, None if nothing."""
    signal.alarm(SECONDS_PER_PROGRAM)
    try:
        path = folder / f"program_{number}.py"
        path.write_text(kernel.source(), encoding="utf-8")
        try:
            program = oracle.compile_program(path, folder)
        except AssertionError as error:
            return f"the compiler fails: {error}"
        except SyntaxError as error:
            return f"the emitted module is no Python: {error}"
        count(totals, "optimized", program.is_optimized)
        if not program.is_optimized:
            return None
        return check_calls(kernel, program, random.Random(f"{seed}/{number}/arguments"), totals)
    except TooLong:
        return f"does not end within {SECONDS_PER_PROGRAM} s"
    finally:
        signal.alarm(0)


def check_calls(kernel: Kernel, program: oracle.Program, rng: random.Random, totals: dict[str, int]) -> str | None:
    """Compares a number of calls; the text of the first difference."""
    for _ in range(CALLS_PER_PROGRAM):
        description, make_arguments = factory(kernel, rng)
        expected = oracle.execute(program.original.kernel, make_arguments(None))
        if max(map(size_afterwards, expected.arguments), default=0.0) > LARGE:
            continue
        actual = oracle.execute(program.emitted.kernel, make_arguments(None), watched=program)
        count(totals, "calls", True)
        count(totals, "optimized calls", actual.ran_optimized)
        try:
            oracle.assert_same_outcome(expected, actual, TOLERANCE)
        except AssertionError as error:
            return f"with {description}:\n{error}"
    return None


def size_afterwards(argument: object) -> float:
    """The largest finite number in an argument."""
    return oracle.largest_magnitude(argument, set())


def count(totals: dict[str, int], name: str, happened: bool) -> None:
    """Adds to the totals; an empty dictionary keeps none."""
    if name in totals:
        totals[name] += happened


def raise_too_long(*_: object) -> None:
    """The alarm's handler."""
    raise TooLong


if __name__ == "__main__":
    sys.exit(main())
