"""Runs every test suite, also after one has failed, and ends with the line `N passed, M failed`.

    cargo test   the crates' own tests, snapshots included
    lit          FileCheck tests of dialects, passes, frontend, emitters and functions
    equations    every entry of the knowledge base against NumPy; one test
    gpu          versions for a GPU on a stand-in for CuPy, and what moves there and back
    pytest       compiled programs run against their originals; the command line; the README's example

`--only SUITE` (repeatable) picks suites; `kb` is the knowledge base's part of all four.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_PREFIX = "/usr/lib/llvm-22"
# Tests of one file share what they compile.
PARALLEL = ["-n", "auto", "--dist", "loadfile"]
CARGO_TEST = ["cargo", "test", "--release", "--no-fail-fast"]


@dataclass(frozen=True)
class Suite:
    """A command, and the regular expressions whose numbers in its output count its tests.

    Without them the command is one test.
    """

    name: str
    command: list[str]
    passed: str | None = None
    failed: str | None = None

    def count(self, output: str, status: int) -> tuple[int, int]:
        """How many tests passed and failed."""
        if self.passed is None or self.failed is None:
            return int(status == 0), int(status != 0)
        passed, failed = (sum(map(int, re.findall(p, output, re.MULTILINE))) for p in (self.passed, self.failed))
        # A suite that stops before its summary (a build error, a crash) is one failure, never a success.
        return passed, max(failed, int(status != 0))


def lit_command() -> list[str]:
    """lit as the LLVM installation ships it, or the virtual environment's."""
    prefix = Path(os.environ.get("MLIR_SYS_220_PREFIX", DEFAULT_PREFIX))
    for name in ("lit", "llvm-lit"):
        if (prefix / "bin" / name).exists():
            return [str(prefix / "bin" / name)]
    return [sys.executable, "-m", "lit"]


def cargo_suite(*arguments: str) -> Suite:
    """`cargo test`, which prints one closing line per test binary."""
    return Suite("cargo test", [*CARGO_TEST, *arguments], r"(\d+) passed;", r"(\d+) failed;")


def lit_suite(*folders: str) -> Suite:
    """lit on folders of test/."""
    return Suite(
        "lit",
        [*lit_command(), "-sv", "--no-progress-bar", *folders],
        r"^\s+Passed\s*:\s*(\d+)",
        r"^\s+(?:Failed|Unresolved|Timed Out|Unexpectedly Passed)\s*:\s*(\d+)",
    )


def equations_suite() -> Suite:
    """Every entry, printed as Python loops, and those run against NumPy."""
    entries = "cargo run --release --quiet --package automphc-kb --example dump_equations"
    check = f"{shlex.quote(sys.executable)} test/kb/check_equations.py"
    dump = "target/equations.py"
    return Suite("equations", ["bash", "-c", f"mkdir -p target && {entries} > {dump} && {check} {dump}"])


def pytest_suite(*arguments: str) -> Suite:
    """pytest on all processors, a file of tests on one; an error outside a test counts as a failure."""
    return Suite(
        "pytest",
        [sys.executable, "-m", "pytest", "-q", "-c", "test/pytest.ini", *PARALLEL, *arguments],
        r"(\d+) passed(?=.* in [\d.]+s)",
        r"(\d+) (?:failed|errors?)(?=.* in [\d.]+s)",
    )


SUITES = {
    "cargo": lambda: [cargo_suite("--workspace")],
    "lit": lambda: [lit_suite("test")],
    "equations": lambda: [equations_suite()],
    "pytest": lambda: [pytest_suite("test/run")],
    "gpu": lambda: [pytest_suite("test/gpu")],
    "kb": lambda: [
        cargo_suite("--package", "automphc-kb"),
        cargo_suite("--package", "automphc-passes", "--test", "kb_round_trip"),
        lit_suite("test/kb"),
        equations_suite(),
        pytest_suite("test/run/test_kb.py"),
    ],
}


def run(suite: Suite) -> tuple[int, int]:
    """Runs a suite, shows its output as it comes, and returns how many tests passed and failed."""
    print(f"\n== {suite.name}: {' '.join(suite.command)}", flush=True)
    process = subprocess.Popen(
        suite.command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    lines = []
    for line in process.stdout:
        print(line, end="", flush=True)
        lines.append(line)
    return suite.count("".join(lines), process.wait())


def main() -> int:
    """Runs the suites asked for; the exit status says whether all passed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", choices=sorted(SUITES), metavar="SUITE")
    names = parser.parse_args().only or ["cargo", "lit", "equations", "pytest", "gpu"]
    results = [run(suite) for name in names for suite in SUITES[name]()]
    passed = sum(result[0] for result in results)
    failed = sum(result[1] for result in results)
    print(f"\n{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
