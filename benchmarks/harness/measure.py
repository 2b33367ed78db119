"""Measuring calls: contenders take turns in one process, and what they compute is compared before a time counts.

    entries = race(contenders, values, rounds=5, limit=60.0)

A contender that takes longer than the limit is interrupted. If that is the original, the others are compared with
each other at this size, and the report says so; the caller compares them with the original at a smaller one.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import importlib.util
import os
import signal
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

TOLERANCE = 1e-9
SINGLE = 2.0**-29
# A turn repeats a short call until this much time has passed, so that a turn is more than a timer's tick.
TURN = 0.005
CALLS_IN_A_TURN = 30


class TimeLimit(Exception):
    """A call took longer than it may."""


@dataclass
class Contender:
    """One way to compute a kernel.

    `prepare(values)` makes fresh arguments, `call(arguments)` is what is timed, and `results(arguments, returned)`
    gives all arrays that the kernel may have changed, then what it returned. One that works in another process has
    a clock of its own, which reads the seconds of a call off what it returned.
    """

    name: str
    prepare: Callable[[Any], Any]
    call: Callable[[Any], Any]
    results: Callable[[Any, Any], list[np.ndarray]]
    compile_seconds: float | None = None
    own_clock: Callable[[Any], float] | None = None
    close: Callable[[], None] = lambda: None


@dataclass
class Entry:
    """What was measured for a contender."""

    name: str
    times: list[float] = field(default_factory=list)
    difference: float | None = None
    problem: str = ""
    reason: str = ""
    cut_off: float | None = None
    compile_seconds: float | None = None

    @property
    def median(self) -> float | None:
        """Seconds of a call, None where none counts."""
        return statistics.median(self.times) if self.times and not self.problem else None


def race(contenders: list[Contender], values: Any, rounds: int, limit: float) -> dict[str, Entry]:
    """Compares all contenders' results with the first one's that comes to an end, then times them in turns."""
    entries = {c.name: Entry(c.name, compile_seconds=c.compile_seconds) for c in contenders}
    expected: list[np.ndarray] | None = None
    for contender in contenders:
        entry = entries[contender.name]
        arguments = contender.prepare(values)
        try:
            seconds, returned = timed(contender, arguments, limit)
            results = contender.results(arguments, returned)
        except TimeLimit:
            entry.problem, entry.cut_off = f"> {limit:g} s", limit
            continue
        except Exception as failure:  # noqa: BLE001 (a peer may raise anything)
            entry.problem = f"fails: {type(failure).__name__}"
            entry.reason = str(failure)[-300:]
            continue
        entry.times.append(seconds)
        expected = results if expected is None else expected
        entry.difference = largest_difference(expected, results)
        if not entry.difference <= TOLERANCE:
            entry.problem = f"WRONG ({entry.difference:.0e})"
    take_turns(contenders, entries, values, rounds, limit)
    return entries


def take_turns(contenders: list[Contender], entries: dict[str, Entry], values: Any, rounds: int, limit: float) -> None:
    """Times those that computed the right thing, starting with another one in each round.

    What one round of a contender took at first decides how many it gets of the time that there is.
    """
    running = [c for c in contenders if entries[c.name].times and not entries[c.name].problem]
    first = {c.name: entries[c.name].times.pop() for c in running}
    for turn in range(rounds):
        for position in range(len(running)):
            contender = running[(turn + position) % len(running)]
            entry, once = entries[contender.name], first[contender.name]
            if turn and (turn + 1) * once > limit:
                continue
            if not turn and 2 * once > limit:
                # The first call is all that it gets.
                entry.times.append(once)
                continue
            calls = max(1, min(CALLS_IN_A_TURN, int(TURN / once)))
            for _ in range(calls):
                arguments = contender.prepare(values)
                entry.times.append(timed(contender, arguments, None)[0])


def timed(contender: Contender, arguments: Any, limit: float | None) -> tuple[float, Any]:
    """How long one call takes, and what it returns."""
    with interrupted_after(limit):
        start = time.perf_counter()
        returned = contender.call(arguments)
        seconds = time.perf_counter() - start
    return contender.own_clock(returned) if contender.own_clock else seconds, returned


@contextlib.contextmanager
def interrupted_after(limit: float | None) -> Iterator[None]:
    """Raises TimeLimit in Python code that runs longer; one library call is not interrupted."""
    if limit is None:
        yield
        return

    def stop(_number: int, _frame: Any) -> None:
        raise TimeLimit

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, limit)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)


def largest_difference(expected: list[np.ndarray], actual: list[np.ndarray]) -> float:
    """The largest difference of two lists of arrays, relative to the norm of the array it is in.

    In single precision a difference counts for less by the ratio of the two roundings.
    """
    if len(expected) != len(actual):
        return float("inf")
    worst = 0.0
    for left, right in zip(expected, actual, strict=True):
        if left.shape != right.shape:
            return float("inf")
        scale = np.abs(left).max(initial=0.0) or 1.0
        difference = np.abs(left - right).max(initial=0.0) / scale
        difference = float("inf") if np.isnan(difference) else float(difference)
        worst = max(worst, difference * SINGLE if left.dtype == np.float32 else difference)
    return worst


def duration(seconds: float) -> str:
    """Seconds in a unit that suits them."""
    for unit, factor in (("s", 1.0), ("ms", 1e3), ("us", 1e6)):
        if seconds * factor >= 1.0:
            break
    return f"{seconds * factor:.3g} {unit}"


def use_default_blas() -> None:
    """Starts again without settings that pin BLAS to other kernels than those it picks for this processor."""
    pinned = [name for name in os.environ if name.startswith("OPENBLAS_") and name != "OPENBLAS_NUM_THREADS"]
    if pinned:
        clean = {name: value for name, value in os.environ.items() if name not in pinned}
        os.execve(sys.executable, [sys.executable, *sys.argv], clean)


def environment() -> str:
    """The versions and the processor count that the numbers depend on."""
    names = [f"NumPy {np.__version__}"]
    for module, title in (("scipy", "SciPy"), ("numba", "Numba"), ("pythran", "Pythran"), ("jax", "JAX")):
        if importlib.util.find_spec(module):
            names.append(f"{title} {importlib.metadata.version(module)}")
    return ", ".join([*names, f"CPython {sys.version.split()[0]}", f"{os.cpu_count()} processors"])
