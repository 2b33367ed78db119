"""Compiles many programs as one module and runs each against its original."""

from __future__ import annotations

import json
import os
import random
import signal
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterable

import numpy as np

import oracle
from arguments import PLAIN_CALLS, Draw
from kernel import Kernel, module_text
from probes import Probes

CALLS_PER_PROGRAM = 8
# Real time, on a machine that may be busy.
SECONDS_PER_PROGRAM = 60
# Recurrences amplify rounding: a real difference is far above this, and what grew beyond LARGE is not compared.
TOLERANCE = 1e-7
LARGE = 1e25


class TooLong(Exception):
    """A program or the compiler did not come to an end."""


@dataclass
class Failure:
    """What goes wrong with a program, and with which arguments, if it is a call that does."""

    text: str
    draw: Draw | None = None


@dataclass
class Report:
    """What was tried and what was seen."""

    totals: Counter[str] = field(default_factory=Counter)
    passes: dict[str, Counter[str]] = field(default_factory=dict)
    passed: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def add(self, other: "Report") -> None:
        """Adds what another worker has seen."""
        self.totals += other.totals
        self.passed += other.passed
        self.failed += other.failed
        self.remarks += other.remarks
        self.failures += other.failures
        for name, counts in other.passes.items():
            self.passes.setdefault(name, Counter()).update(counts)


@dataclass(frozen=True)
class Settings:
    """How the compiler is called: its flags, and the machine profile, a file beside this one."""

    flags: tuple[str, ...] = ()
    profile: str = "../profile.toml"
    # A bug on purpose, see `seeded.py`.
    seeded: str = ""

    def __str__(self) -> str:
        return " ".join([*self.flags, *([f"with {self.profile}"] if self.profile != "../profile.toml" else [])])


class Batch:
    """One module: compiled, loaded twice, and the functions of it that are optimized."""

    def __init__(self, kernels: list[Kernel], folder: Path, settings: Settings, report: Report | None = None) -> None:
        path = folder / "programs.py"
        emitted = folder / "programs_opt.py"
        emitted.unlink(missing_ok=True)
        path.write_text(module_text(kernels), encoding="utf-8")
        wanted = ["--remarks=json", *(["--pass-statistics"] if report is not None else [])]
        environment = os.environ | {"AUTOMPHC_PROFILE": str(Path(__file__).parent / settings.profile)}
        # The alarm ends it, as it ends all else.
        completed = oracle.run_compiler(path, "-o", emitted, *settings.flags, *wanted, env=environment, timeout=None)
        assert completed.returncode == 0, f"the compiler fails: {completed.stderr[-2000:]}"
        assert "internal error" not in completed.stderr, f"the compiler fails: {internal_errors(completed.stderr)}"
        self.original = oracle.load_module(path)
        self.probes = Probes(emitted, settings.seeded)
        self.text = emitted.read_text(encoding="utf-8")
        if report is not None:
            count_decisions(completed.stderr, report)

    def check(self, kernel: Kernel, draws: Iterable[Draw], report: Report) -> Failure | None:
        """Compares calls of one program; the first difference."""
        if kernel.name not in self.probes.optimized:
            return None
        ran = False
        for draw in draws:
            function, arguments = draw.call(self.original)
            np.random.seed(draw.seed)
            expected = oracle.execute(function, arguments)
            if max(map(size_afterwards, expected.arguments), default=0.0) > LARGE:
                report.totals["calls beyond comparing"] += 1
                continue
            self.probes.forget()
            function, arguments = draw.call(self.probes.module)
            np.random.seed(draw.seed)
            actual = oracle.execute(function, arguments)
            optimized = self.probes.ran_optimized(kernel.name)
            ran |= optimized
            if "warned" in getattr(self.probes.module, "_gpu", {}):
                # What the part for a GPU could not do, the CPU did.
                return Failure(f"with {draw}:\nthe part for a GPU fails", draw)
            report.totals["calls"] += 1
            report.totals["optimized calls"] += optimized
            try:
                oracle.assert_same_outcome(expected, actual, TOLERANCE)
            except AssertionError as error:
                apart = "NaN or Inf" in str(error) and any(map(is_infinite_complex, expected.arguments))
                if optimized and (apart or self.is_ill_conditioned(draw, expected, str(error))):
                    report.totals["ill-conditioned calls"] += 1
                    continue
                return Failure(f"with {draw}:\n{error}", draw)
        report.totals["programs optimized"] += 1
        report.totals["programs in which an optimized version ran"] += ran
        return None

    def is_ill_conditioned(self, draw: Draw, expected: oracle.Outcome, message: str) -> bool:
        """Whether the original itself answers otherwise when its data change in their last digits.

        Only for numbers: sums that are regrouped round differently, and comparisons and roundings amplify that.
        """
        if "differs by" not in message and "NaN or Inf" not in message:
            return False
        for noise in range(4):
            function, arguments = draw.call(self.original, noise)
            np.random.seed(draw.seed)
            other = oracle.execute(function, arguments)
            other.norms = expected.norms
            try:
                oracle.assert_same_outcome(expected, other, TOLERANCE / 10)
            except AssertionError:
                return True
        return False


def draws_of(kernel: Kernel, seed: int) -> list[Draw]:
    """The calls with which a program is tried."""
    rng = random.Random(f"{seed}/{kernel.number}/arguments")
    return [Draw(kernel, rng, call if call < PLAIN_CALLS else None) for call in range(CALLS_PER_PROGRAM)]


def check_alone(kernel: Kernel, draws: list[Draw], folder: Path, settings: Settings) -> Failure | None:
    """Compiles and checks one program by itself; failures of the compiler are failures."""
    signal.alarm(SECONDS_PER_PROGRAM)
    try:
        return Batch([kernel], folder, settings).check(kernel, draws, Report())
    except TooLong:
        return Failure(f"does not end within {SECONDS_PER_PROGRAM} s")
    except (AssertionError, SyntaxError, NameError) as error:
        return Failure(f"{type(error).__name__}: {error}")
    finally:
        signal.alarm(0)


def is_infinite_complex(argument: object) -> bool:
    """Whether it has infinite complex numbers: products sum real and imaginary parts apart, see docs/correctness.md."""
    is_complex = isinstance(argument, np.ndarray) and argument.dtype.kind == "c"
    return is_complex and bool(np.isinf(argument).any())


def size_afterwards(argument: object) -> float:
    """The largest finite number in an argument."""
    return oracle.largest_magnitude(argument, set())


def internal_errors(text: str) -> str:
    """The lines that say what is wrong in the compiler."""
    lines = [line for line in text.splitlines() if "internal error" in line or "panicked" in line]
    return "\n".join(lines)[:2000]


def count_decisions(text: str, report: Report) -> None:
    """Reads remarks and statistics, one JSON object a line."""
    for line in text.splitlines():
        if not line.startswith("{"):
            continue
        item = json.loads(line)
        if "pass" in item:
            name = item.pop("pass")
            report.passes.setdefault(name, Counter()).update(item)
        elif " became " in item["message"]:
            report.remarks.update(item["message"].split(" became ", 1)[1].split(", "))


def raise_too_long(*_: object) -> None:
    """The alarm's handler."""
    raise TooLong
