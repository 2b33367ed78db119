"""Does the fuzzer find bugs? Each kind of bug of `seeded.py` is put into emitted modules until a program differs.

    python test/fuzz/mutation.py [--count 3000] [--seed 7] [BUG ...]

Guards that do not depend on arguments are left out of the modules of a test instead, which must fail. A bug that nothing
shows survives: the exit status is the number of survivors. `--list` only names the bugs.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from seeded import DROPPED, TESTS, all_bugs  # noqa: E402 (found through the path above)

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Tries all bugs, or those named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bugs", nargs="*", metavar="BUG")
    parser.add_argument("--count", type=int, default=3000, help="how many programs are tried with each")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--list", action="store_true", help="name the bugs")
    options = parser.parse_args()
    bugs = options.bugs or [*(DROPPED + kind for kind in TESTS), *all_bugs()]
    if options.list:
        print("\n".join(bugs))
        return 0
    survivors = 0
    for bug in bugs:
        started = time.monotonic()
        kind = bug.removeprefix(DROPPED)
        if kind in TESTS:
            found = test_fails(kind)
            outcome = f"found by {TESTS[kind].split('::')[1]}" if found else f"SURVIVES {TESTS[kind]}"
        else:
            found = programs_until_found(bug, options.count, options.seed)
            outcome = f"SURVIVES {options.count} programs" if found is None else f"found within {found} programs"
        survivors += not found
        print(f"{bug:36} {outcome:40} {time.monotonic() - started:6.0f} s", flush=True)
    print(f"{len(bugs)} bugs, {survivors} survivors")
    return survivors


def test_fails(kind: str) -> bool:
    """Whether the test of a kind of guard passes with it and fails without it."""
    command = [sys.executable, "-m", "pytest", "-q", "-c", "test/pytest.ini", f"test/run/{TESTS[kind]}"]

    def passes(bug: str) -> bool:
        environment = os.environ | {"AUTOMPHC_WITHOUT_GUARDS": bug}
        return subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True).returncode == 0

    return passes("") and not passes(kind)


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
