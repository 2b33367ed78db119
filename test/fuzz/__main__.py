"""Differential fuzzing: random kernels, compiled and run against their originals.

    python test/fuzz --count 2000 --seed 1       # or, in test/: python -m fuzz --minutes 10
    python test/fuzz --seed 1 --only 17 --print  # one program again

Program number P of seed S is always the same. Programs are compiled many to a module; a failing one is compiled alone
and made smaller before it is printed. The report at the end says what was exercised; an optimized version must have
run in half of the programs, and `--complete` makes it an error if a pass, a kind of guard or a part of the knowledge
base was never used.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import threading
import time
import traceback
import warnings
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Callable

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "run")]
# The arrays are small: threads only cost time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import batch  # noqa: E402 (found through the path above)
import coverage_report  # noqa: E402
from adversarial import recognizable_empty  # noqa: E402
from batch import Batch, Failure, Report, Settings  # noqa: E402
from generate import Generator  # noqa: E402
from kernel import Kernel  # noqa: E402
from seeded import all_bugs  # noqa: E402
from shrink import shrink  # noqa: E402

PROGRAMS_PER_MODULE = 20


def main() -> int:
    """Runs the programs; the exit status tells whether one failed, or too little was exercised."""
    options = parsed()
    seed = random.SystemRandom().randrange(10**6) if options.seed is None else options.seed
    print(f"seed {seed}", flush=True)
    if options.gpu:
        sys.path.insert(0, str(HERE.parent / "gpu" / "standin"))
        os.environ["AUTOMPHC_TARGET"] = "cupy"
    started = time.monotonic()
    until = started + 60 * options.minutes if options.minutes else float("inf")
    count = sys.maxsize if options.minutes and not options.count else options.count or 100
    first = 0 if options.only is None else options.only // PROGRAMS_PER_MODULE * PROGRAMS_PER_MODULE
    starts = range(first, count if options.only is None else first + 1, PROGRAMS_PER_MODULE)
    tasks = ((start, min(PROGRAMS_PER_MODULE, max(count - start, 1)), seed, options) for start in starts)
    total = Report()
    # The pool takes tasks long before it has time for them.
    room = threading.Semaphore(2 * options.jobs)
    with multiprocessing.Pool(options.jobs, initializer=prepare) as pool:
        for report in pool.imap_unordered(reported, bounded(tasks, lambda: until, room), chunksize=1):
            room.release()
            for failure in report.failures:
                print(failure, flush=True)
            total.add(report)
            if options.first and report.failures:
                # Otherwise the pool would wait for the next task.
                until = 0.0
                room.release()
                pool.terminate()
                break
        else:
            # Workers that end by themselves hold no lock that the others wait for.
            pool.close()
            pool.join()
    print(coverage_report.text(total, time.monotonic() - started))
    missing = coverage_report.missing(total) if options.complete else []
    print("".join(f"never exercised: {name}\n" for name in missing), end="")
    return 1 if total.failures or missing else 0


def parsed() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=None, help="how many programs [100, or no limit with --minutes]")
    parser.add_argument("--minutes", type=float, default=None, help="how long")
    parser.add_argument("--seed", type=int, default=None, help="a random one by default, which is printed")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="how many processes")
    parser.add_argument("--only", type=int, default=None, help="the number of the only program to run")
    parser.add_argument("--gpu", action="store_true", help="with versions for a GPU, on the stand-in for CuPy")
    parser.add_argument("--print", action="store_true", help="print each program")
    parser.add_argument("--keep", action="store_true", help="do not make failing programs smaller")
    parser.add_argument("--seeded", default="", choices=all_bugs(), help="a bug to put into all emitted modules")
    parser.add_argument("--first", action="store_true", help="stop at the first failure")
    parser.add_argument("--complete", action="store_true", help="what was never exercised is an error")
    return parser.parse_args()


def bounded(tasks, until: Callable[[], float], room: threading.Semaphore):
    """The tasks that start in time, each when there is room for it."""
    for task in tasks:
        room.acquire()
        if time.monotonic() > until():
            return
        yield task


def prepare() -> None:
    """Sets up a worker."""
    signal.signal(signal.SIGALRM, batch.raise_too_long)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    warnings.simplefilter("ignore")


def reported(task: tuple[int, int, int, argparse.Namespace]) -> Report:
    """The report of a module; an exception is a failure, or the pool would wait for ever."""
    try:
        return run_module(task)
    except Exception:  # noqa: BLE001 (whatever it is, it is a fault of the fuzzer)
        signal.alarm(0)
        head = f"=== FAILED: the fuzzer itself, at the programs from {task[0]} on of seed {task[2]}"
        return Report(totals=Counter(failures=1), failures=[f"{head}\n{traceback.format_exc()}"])


def run_module(task: tuple[int, int, int, argparse.Namespace]) -> Report:
    """Generates, compiles and checks the programs of one module."""
    first, count, seed, options = task
    report = Report()
    numbers = range(first, first + count) if options.only is None else [options.only]
    kernels = [Generator(random.Random(f"{seed}/{number}")).kernel(number) for number in numbers]
    if options.print:
        print("".join(f"--- program {kernel.number}\n{kernel.text()}" for kernel in kernels), flush=True)
    report.totals["programs"] = len(kernels)
    for kernel in kernels:
        coverage_report.count_functions(kernel.text(), report)
    settings = replace(drawn_settings(random.Random(f"{seed}/{first}/settings")), seeded=options.seeded)
    if options.gpu:
        settings = replace(settings, flags=("--target=cupy",))
    with tempfile.TemporaryDirectory() as folder, recognizable_empty():
        for kernel, failure in failures_of(kernels, seed, Path(folder), settings, report):
            if not options.keep:
                kernel, failure = shrink(kernel, failure, Path(folder), settings)
            head = f"=== FAILED: program {kernel.number} of seed {seed} {settings}"
            report.failures.append(f"{head}\n{kernel.text()}\n{failure.text}\n")
    report.totals["failures"] = len(report.failures)
    return report


def drawn_settings(rng: random.Random) -> Settings:
    """Mostly every version is kept, and sums may be regrouped."""
    choice = rng.random()
    if choice < 0.1:
        return Settings(flags=("--fp=strict",))
    if choice < 0.2:
        return Settings(flags=("--target=cupy",))
    if choice < 0.3:
        return Settings(profile="../run/parallel.toml")
    return Settings(profile="cheap.toml") if choice < 0.45 else Settings()


def failures_of(
    kernels: list[Kernel], seed: int, folder: Path, settings: Settings, report: Report
) -> list[tuple[Kernel, Failure]]:
    """The programs that fail; all are compiled one by one if they cannot be compiled together."""
    found = []
    signal.alarm(batch.SECONDS_PER_PROGRAM * 5)
    try:
        together = Batch(kernels, folder, settings, report)
    except (AssertionError, SyntaxError, NameError, batch.TooLong) as error:
        signal.alarm(0)
        for kernel in kernels:
            failure = batch.check_alone(kernel, batch.draws_of(kernel, seed), folder, settings)
            if failure is not None:
                found.append((kernel, failure))
        return found or [(kernels[0], Failure(f"only in one module with the {len(kernels)} programs from it on: {error}"))]
    for kernel in kernels:
        signal.alarm(batch.SECONDS_PER_PROGRAM)
        try:
            failure = together.check(kernel, batch.draws_of(kernel, seed), report)
        except batch.TooLong:
            failure = Failure(f"does not end within {batch.SECONDS_PER_PROGRAM} s")
        finally:
            signal.alarm(0)
        if failure is not None:
            found.append((kernel, failure))
    report.passed += together.probes.passed
    report.failed += together.probes.failed
    return found


if __name__ == "__main__":
    sys.exit(main())
