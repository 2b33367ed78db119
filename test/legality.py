"""Is every legality condition of the passes tested? Each is switched off by itself, and a test must fail.

    python test/legality.py [--count 400] [CONDITION ...]

The conditions are those that the passes name with `legal!` (passes/src/legality.rs); a compiler in which they can be
switched off is built beside the usual one. Tried are the tests of the pass, those of all passes, and random programs;
the exit status is the number of conditions that nothing misses. `--list` only names them.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BINARIES = ROOT / "target" / "legality"
PROGRAMS = ("automphc", "automphc-opt", "automphc-translate")
LIT = Path(os.environ.get("MLIR_SYS_220_PREFIX", "/usr/lib/llvm-22")) / "bin" / "lit"
FEATURE = ("--features", "automphc-passes/legality-switches")


def main() -> int:
    """Tries all conditions, or those whose names begin as asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("conditions", nargs="*", metavar="CONDITION", help="how the names begin")
    parser.add_argument("--count", type=int, default=400, help="how many random programs are tried [400]")
    parser.add_argument("--list", action="store_true", help="name the conditions")
    options = parser.parse_args()
    names = [name for name in conditions() if not options.conditions or name.startswith(tuple(options.conditions))]
    if options.list:
        print("\n".join(names))
        return 0
    build()
    assert lit("passes", ""), "tests fail although no condition is switched off"
    survivors = 0
    for name in names:
        started = time.monotonic()
        test = what_fails(name, options.count)
        survivors += test is None
        print(f"{name:80} {test or 'SURVIVES':16} {time.monotonic() - started:5.0f} s", flush=True)
    print(f"{len(names)} conditions, {survivors} survivors")
    return survivors


def conditions() -> list[str]:
    """The names of all conditions, in the order of the sources."""
    found = []
    for path in sorted((ROOT / "passes" / "src").rglob("*.rs")):
        if path.name != "legality.rs":
            found += re.findall(r'legal!\(\s*"([^"]+)"', path.read_text(encoding="utf-8"))
    return found


def build() -> None:
    """Makes the compiler with switches, and the usual one again."""
    cargo = ["cargo", "build", "--release", "--workspace", "--quiet"]
    subprocess.run([*cargo, *FEATURE], cwd=ROOT, check=True)
    BINARIES.mkdir(exist_ok=True)
    for program in PROGRAMS:
        shutil.copy2(ROOT / "target" / "release" / program, BINARIES)
    subprocess.run(cargo, cwd=ROOT, check=True)


def what_fails(name: str, count: int) -> str | None:
    """The first test that misses a condition, None if there is none."""
    if not lit(f"passes/{name.split(':')[0]}", name):
        return "its pass's tests"
    if not lit("passes", name):
        return "other passes"
    fuzz = [sys.executable, "test/fuzz", "--count", str(count), "--seed", "7", "--first", "--keep"]
    completed = subprocess.run(fuzz, cwd=ROOT, env=environment(name), check=False, capture_output=True)
    return "random programs" if completed.returncode else None


def lit(folder: str, name: str) -> bool:
    """Whether the tests of a folder pass without a condition."""
    command = [LIT, "-q", "--no-progress-bar", ROOT / "test" / folder]
    completed = subprocess.run(command, env=environment(name), check=False, capture_output=True)
    return completed.returncode == 0


def environment(name: str) -> dict[str, str]:
    """What makes tests use the compiler without the condition."""
    return os.environ | {"AUTOMPHC_BINARIES": str(BINARIES), "AUTOMPHC_WITHOUT": name}


if __name__ == "__main__":
    sys.exit(main())
