"""Fixtures: compiled programs, each compiled once in a run of the tests."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

# Every version is kept, so that it is tested.
os.environ["AUTOMPHC_PROFILE"] = str(Path(__file__).resolve().parent.parent / "profile.toml")
sys.path.insert(0, str(Path(__file__).parent))

import oracle  # noqa: E402 (found through the path above)


@pytest.fixture(scope="session", autouse=True)
def _compiler() -> None:
    """The tests need the release binary."""
    assert oracle.compiler_is_built(), f"{oracle.COMPILER} is missing: run `make build`"


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory):
    """`compiled(kernel)`: the program, compiled on first use."""
    programs: dict[Path, oracle.Program] = {}

    def get(kernel) -> oracle.Program:
        if kernel.path not in programs:
            programs[kernel.path] = oracle.compile_program(kernel.path, tmp_path_factory.mktemp(kernel.name))
        return programs[kernel.path]

    return get


@pytest.fixture
def compile_text(tmp_path: Path):
    """`compile_text(source, *flags)`: a program given as text."""

    def compile_source(source: str, *flags: object, name: str = "program") -> oracle.Program:
        path = tmp_path / f"{name}.py"
        path.write_text(source, encoding="utf-8")
        return oracle.compile_program(path, tmp_path, *flags)

    return compile_source
