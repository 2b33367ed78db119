"""A slice of the fuzzer's programs with a fixed seed; `make fuzz` runs more of them, and others."""

from __future__ import annotations

import subprocess
import sys

import oracle

PROGRAMS = 300


def test_random_programs():
    """No program behaves other than its original, and the compiler fails on none."""
    command = [sys.executable, "test/fuzz", "--count", str(PROGRAMS), "--seed", "20", "--jobs", "2"]
    completed = subprocess.run(command, cwd=oracle.ROOT, check=False, capture_output=True, text=True, timeout=600)
    assert completed.returncode == 0, completed.stdout + completed.stderr
    assert f"{PROGRAMS} programs" in completed.stdout
