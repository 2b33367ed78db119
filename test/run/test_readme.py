"""The README's example is what the compiler emits, and it does what the README says."""

from __future__ import annotations

import subprocess
import sys

import numpy as np

import oracle
from kernels import Kernel

GRAM = Kernel(oracle.ROOT / "examples" / "gram.py", "gram", "data corr", None)


def test_example_is_up_to_date():
    """`scripts/update_readme.py` would change nothing."""
    command = [sys.executable, str(oracle.ROOT / "scripts" / "update_readme.py"), "--check"]
    assert subprocess.run(command, check=False).returncode == 0, "run scripts/update_readme.py"


def test_example_has_its_blocks():
    """The README shows the example before and after, and the block after is an optimized function."""
    text = (oracle.ROOT / "README.md").read_text(encoding="utf-8")
    assert "<!-- before: examples/gram.py gram -->" in text
    after = text.split("<!-- after: examples/gram.py gram -->")[1].split("```")[1]
    assert oracle.ORIGINAL_MARK in after


def test_example_agrees(compiled):
    """The example runs optimized, with the original's results."""
    assert oracle.check(compiled(GRAM), GRAM.call, GRAM.make_arguments(64, 50)).ran_optimized


def test_example_with_other_arguments(compiled):
    """What the hints do not promise: the original's result or exception."""
    for change in (np.float32, np.int64, object):
        outcome = oracle.check(
            compiled(GRAM),
            GRAM.call,
            lambda _, change=change: tuple(np.ones(shape).astype(change) for shape in ((9, 7), (7, 7))),
        )
        assert not outcome.ran_optimized
    outcome = oracle.check(compiled(GRAM), GRAM.call, lambda _: ([[1.0]], [[1.0]]))
    assert isinstance(outcome.exception, AttributeError)
