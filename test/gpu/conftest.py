"""Fixtures: the strict stand-in for CuPy, or CuPy itself where `AUTOMPHC_REAL_CUPY` is set and there is a GPU."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
os.environ["AUTOMPHC_PROFILE"] = str(HERE.parent / "profile.toml")
sys.path.insert(0, str(HERE.parent / "run"))
if not os.environ.get("AUTOMPHC_REAL_CUPY"):
    sys.path.insert(0, str(HERE / "standin"))

import oracle  # noqa: E402 (found through the path above)

REAL = bool(os.environ.get("AUTOMPHC_REAL_CUPY"))


@pytest.fixture
def cupy(monkeypatch: pytest.MonkeyPatch):
    """CuPy, asked for by the environment; the stand-in counts from zero."""
    import cupy

    monkeypatch.setenv("AUTOMPHC_TARGET", "cupy")
    if not REAL:
        cupy.reset()
    return cupy


@pytest.fixture
def standin(cupy):
    """The stand-in, for tests that count or break things."""
    if REAL:
        pytest.skip("counts are the stand-in's")
    yield cupy
    cupy.reset()


@pytest.fixture
def compile_text(tmp_path: Path):
    """`compile_text(source)`: a program given as text, compiled with versions for a GPU."""

    def compile_source(source: str, *flags: object) -> oracle.Program:
        path = tmp_path / "program.py"
        path.write_text(source, encoding="utf-8")
        return oracle.compile_program(path, tmp_path, "--target=cupy", *flags)

    return compile_source
