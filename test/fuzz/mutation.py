"""Does the fuzzer find bugs? Each kind of bug of `seeded.py` is put into emitted modules until a program differs.

    python test/fuzz/mutation.py [--count 3000] [--seed 7] [BUG ...]

A bug that no program shows survives: the exit status is the number of survivors.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from seeded import all_bugs  # noqa: E402 (found through the path above)


def main() -> int:
    """Tries all bugs, or those named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bugs", nargs="*", metavar="BUG")
    parser.add_argument("--count", type=int, default=3000, help="how many programs are tried with each")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    survivors = 0
    for bug in options.bugs or all_bugs():
        started = time.monotonic()
        found = programs_until_found(bug, options.count, options.seed)
        survivors += found is None
        outcome = f"SURVIVES {options.count} programs" if found is None else f"found within {found} programs"
        print(f"{bug:36} {outcome:32} {time.monotonic() - started:6.0f} s", flush=True)
    print(f"{survivors} survivors")
    return survivors


def programs_until_found(bug: str, count: int, seed: int) -> int | None:
    """After how many programs the fuzzer complains, None if it does not."""
    fuzz = [sys.executable, str(Path(__file__).parent), "--count", str(count), "--seed", str(seed)]
    completed = subprocess.run(
        [*fuzz, "--first", "--keep", "--seeded", bug], check=False, capture_output=True, text=True
    )
    numbers = re.search(r"^(\d+) programs,", completed.stdout, re.MULTILINE)
    broken = "the compiler fails" in completed.stdout
    assert numbers and not broken, completed.stdout + completed.stderr
    return int(numbers.group(1)) if completed.returncode else None


if __name__ == "__main__":
    sys.exit(main())
