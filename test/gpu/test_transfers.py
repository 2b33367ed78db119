"""What moves between host and device, and how often: the paper's kernels, and programs with a host part.

The numbers are the least that is possible for the placement: each array that is read there goes up once, each
that is written comes back once, whatever loops and statements lie between.
"""

from __future__ import annotations

import sys

import numpy as np
import pytest

import oracle

sys.path.insert(0, str(oracle.ROOT / "benchmarks" / "harness"))

import programs  # noqa: E402 (found through the path above)

# Arrays up and down.
PAPER = {
    "2mm": (4, 2),
    "3mm": (4, 3),
    "atax": (2, 2),
    "bicg": (3, 2),
    "correlation": (1, 4),
    "covariance": (2, 3),  # Of cov a part may stay as it is.
    "doitgen": (3, 2),
    "gemm": (3, 1),
    "gemver": (9, 3),
    "gesummv": (3, 2),
    "mvt": (5, 2),
    "symm": (3, 1),
    "syr2k": (3, 1),
    "syrk": (2, 1),
    "trmm": (2, 1),
}


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """`compiled(program)`: a benchmark program, compiled with versions for a GPU."""

    def get(program):
        return oracle.compile_program(program.path, tmp_path_factory.mktemp("gpu"), "--target=cupy")

    return get


def kernels(names):
    """The benchmark programs of these kernels, as functions on arrays."""
    return [p for p in programs.polybench() if p.kernel in names and p.style == "arrays" and p.form == "function"]


@pytest.mark.parametrize("program", kernels(PAPER), ids=lambda program: program.kernel)
def test_each_array_moves_once(standin, compiled, program):
    """No more transfers than arrays that are read, and arrays that are written."""
    module = compiled(program)
    values = program.make("MINI", True)
    outcome = oracle.check(module, program.call, lambda original: program.arguments(original, values))
    assert outcome.exception is None
    assert outcome.ran_optimized
    assert not gave_up(module)
    uploads, downloads = PAPER[program.kernel]
    assert 0 < standin.counts.uploads <= uploads
    assert 0 < standin.counts.downloads <= downloads


@pytest.mark.parametrize("program", kernels(PAPER), ids=lambda program: program.kernel)
def test_arrays_of_cupy_stay(standin, compiled, program):
    """On arrays that are on the device nothing moves, call after call; they hold the results afterwards."""
    module = compiled(program)
    values = program.make("MINI", True)
    arguments = program.arguments(module.original, values)
    there = [standin.asarray(a) if isinstance(a, np.ndarray) else a for a in program.arguments(module.emitted, values)]
    standin.reset()
    for _ in range(2):
        program.call(module.original)(*arguments)
        program.call(module.emitted)(*there)
    assert (standin.counts.uploads, standin.counts.downloads) == (0, 0)
    assert standin.counts.launches > 0
    for own, other in zip(there, arguments, strict=True):
        if isinstance(other, np.ndarray):
            np.testing.assert_allclose(own.get(), other, rtol=1e-9, atol=1e-9 * np.abs(other).max(initial=1.0))


@pytest.mark.parametrize("kernel", ["gemm", "2mm", "3mm", "syrk", "syr2k", "symm", "trmm", "covariance", "correlation", "doitgen"])
def test_default_prices(tmp_path, monkeypatch, kernel):
    """Where the program is as fast on the host as a version of it, it still gets the part for a GPU."""
    monkeypatch.delenv("AUTOMPHC_PROFILE", raising=False)
    path = oracle.ROOT / "benchmarks" / "polybench" / "arrays" / f"{kernel}.py"
    text = oracle.run_compiler(path, "-o", "-", "--target=cupy").stdout
    assert "cp = _cupy(" in text.split(f"def kernel_{kernel}")[1]


@pytest.mark.parametrize("program", programs.everything(), ids=lambda program: program.name)
@pytest.mark.parametrize("random", [False, True], ids=["suite", "random"])
def test_same_as_original(cupy, compiled, program, random):
    """Every benchmark program, with all that can run on the device there."""
    values = program.make("MINI", random)
    pair = compiled(program)
    outcome = oracle.check(pair, program.call, lambda module: program.arguments(module, values))
    assert outcome.exception is None
    assert not gave_up(pair)


def gave_up(program: oracle.Program) -> bool:
    """The part for a GPU failed, and the CPU took over."""
    return "warned" in getattr(program.emitted, "_gpu", {})


# The two radar programs: the kernel, and arrays up and down. Linear systems are solved on the host.
STAP = {
    ("doppler", "doppler"): (4, 1),
    ("adaptive", "doppler"): (2, 1),
    ("adaptive", "covariance"): (1, 1),
    ("adaptive", "beamform"): (2, 1),
}


def stap_arguments(module, name: str) -> tuple:
    """Small arguments of a kernel of the radar programs, the same for the same kernel."""
    random = np.random.default_rng(7)
    complexes = lambda *shape: random.standard_normal(shape) + 1j * random.standard_normal(shape)  # noqa: E731
    match name, hasattr(module, "steer"):
        case "doppler", True:
            given = complexes(4, 50), complexes(4, 6, 50), complexes(6), complexes(6), complexes(128)
            return *given, complexes(16, 128), 4, 50, 128
        case "doppler", False:
            return complexes(3, 8, 5), random.random(8), complexes(3, 16, 5), 16
        case "covariance", _:
            return complexes(7, 6, 16), complexes(7, 6, 6), 0.1
        case "beamform", _:
            return complexes(7, 6, 3), complexes(7, 6, 16), complexes(7, 3, 16)
    raise AssertionError(name)


@pytest.mark.parametrize(("file", "kernel"), STAP, ids=lambda part: part)
def test_radar_programs(standin, tmp_path, file, kernel):
    """The same for the radar programs: no array moves twice."""
    module = oracle.compile_program(oracle.ROOT / "benchmarks" / "stap" / f"{file}.py", tmp_path, "--target=cupy")
    outcome = oracle.check(module, lambda m: getattr(m, kernel), lambda m: stap_arguments(m, kernel))
    assert outcome.exception is None
    assert not gave_up(module)
    uploads, downloads = STAP[file, kernel]
    assert 0 < standin.counts.uploads <= uploads
    assert 0 < standin.counts.downloads <= downloads
