"""The table of docs/correctness.md names tests that exist; passes name their legality conditions."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

import oracle

sys.path.insert(0, str(oracle.ROOT / "test"))
from legality import conditions  # noqa: E402 (found through the path above)

PAGE = (oracle.ROOT / "docs" / "correctness.md").read_text(encoding="utf-8")
ROWS = [line.split("|")[1:-1] for line in PAGE.split("## Traps")[1].splitlines() if line.startswith("|")][2:]


@pytest.fixture(scope="module")
def collected() -> set[str]:
    """The names of all tests of the files that the page names."""
    files = sorted({f"test/run/{name}" for name in re.findall(r"`(test_\w+\.py)::", PAGE)})
    command = [sys.executable, "-m", "pytest", "-c", "test/pytest.ini", "--collect-only", "-q", *files]
    completed = subprocess.run(command, cwd=oracle.ROOT, check=True, capture_output=True, text=True)
    return {line.rsplit("/", 1)[-1] for line in completed.stdout.splitlines() if "::" in line}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].strip().replace("`", ""))
def test_named_tests_exist(collected, row):
    """Each row names its rule, and tests that there are."""
    assert len(row) == 5 and row[1].strip()
    for cell in row[3:]:
        for name in re.findall(r"`([^`]+)`", cell):
            assert exists(name, collected), name
    assert "`" in row[3] and ("`" in row[4] or "outside the contract" in row[1])


def exists(name: str, collected: set[str]) -> bool:
    """Whether there is a test of this name."""
    if name.startswith("adversarial/"):
        return (oracle.ROOT / "test" / "run" / "programs" / f"{name}.py").exists()
    if name.startswith("test_"):
        return name in collected
    return (oracle.ROOT / "test" / "passes" / f"{name}.mlir").exists()


# Passes that give up a whole version where they cannot prove something, put guards, or only choose between versions; and
# one that is always legal.
WITHOUT_CONDITIONS = {
    "affine-estimate-work", "affine-guard-memory", "affine-shift", "convert-nparray-to-affine",
    "nparray-delinearize", "nparray-drop-losing", "nparray-estimate-cost", "nparray-guard-profit",
    "nparray-share-inlined", "py-infer-types", "py-inline-helpers",
}  # fmt: skip


def test_passes_name_their_conditions():
    """Every pass that may not be applied says what must hold; the names are told apart."""
    names = conditions()
    assert len(set(names)) == len(names)
    passes = {path.parent.name for path in (oracle.ROOT / "test" / "passes").glob("*/not-applied.*")}
    assert {name.split(":")[0] for name in names} == passes - WITHOUT_CONDITIONS


def test_nothing_is_forbidden_before_a_label():
    """`CHECK-NOT` before the first `CHECK-LABEL` looks at nothing but what comes before that label."""
    for path in sorted((oracle.ROOT / "test").rglob("*.mlir")):
        text = path.read_text(encoding="utf-8")
        for prefix in {"CHECK", *re.findall(r"--check-prefix=(\w+)", text)}:
            kinds = re.findall(rf"{prefix}(-NOT|-LABEL)?:", text)
            assert "-LABEL" not in kinds or kinds[0] != "-NOT", f"{path}: write --implicit-check-not"
