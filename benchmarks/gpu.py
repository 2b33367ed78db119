"""`make bench-gpu`: the paper's kernels as written, compiled for a GPU, ported to CuPy by hand, and in JAX.

    python benchmarks/gpu.py [--size EXTRALARGE] [--kernel NAME]... [--rounds 5]

Every time is that of a call on host arrays with its results on the host again, the best of some rounds that take
turns. Exit status 2, and a line that says so, where there is no GPU.
"""

from __future__ import annotations

import argparse
import importlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "benchmarks" / "harness"), str(ROOT / "benchmarks" / "peers")]

import programs  # noqa: E402 (found through the path above)

PAPER = (
    "2mm 3mm atax bicg correlation covariance doitgen gemm gemver gesummv mvt symm syr2k syrk trmm"
).split()


def no_gpu() -> str | None:
    """Why nothing can be measured here."""
    try:
        import cupy

        return None if cupy.cuda.runtime.getDeviceCount() else "CuPy finds no device"
    except Exception as error:  # Whatever a missing or broken driver raises.
        return f"{type(error).__name__}: {error}"


def compiled(path: Path, folder: Path):
    """The module that the compiler makes of a program for a GPU."""
    target = folder / f"{path.stem.replace('-', '_')}_gpu.py"
    subprocess.run([ROOT / "target/release/automphc", path, "--target=cupy", "-o", target], check=True)
    return programs.load(target)


def functional(module, name: str, convert, back):
    """A function that returns its outputs, as one that writes to host arrays; None if the module lacks it."""
    own = getattr(module, f"kernel_{name}", None) if module else None
    if own is None:
        return None

    def call(parameters, arguments):
        there = [convert(a) if isinstance(a, np.ndarray) else a for a in arguments]
        for key, value in own(*there).items():
            arguments[parameters.index(key)][...] = back(value)

    return call


def optional(name: str):
    """A module, or None where it cannot be imported."""
    try:
        return importlib.import_module(name)
    except Exception:  # A peer that is not there, or has no device.
        return None


def contenders(program, folder: Path):
    """Each way to run a kernel, by name: a function of parameter names and arguments."""
    import cupy as cp

    original = program.call(programs.load(program.path))
    emitted = program.call(compiled(program.path, folder))
    name = program.kernel.replace("-", "_")
    jax = optional("jax_kernels")
    found = {
        "numpy": lambda _, arguments: original(*arguments),
        "emitted": lambda _, arguments: emitted(*arguments),
        "by hand": functional(importlib.import_module("cupy_kernels"), name, cp.asarray, cp.asnumpy),
        "jax": functional(jax, name, np.asarray, np.asarray),
    }
    return {key: call for key, call in found.items() if call is not None}


def measure(program, size: str, rounds: int, folder: Path) -> dict[str, float]:
    """Seconds of each contender; all of them write the same."""
    values = program.make(size, False)
    module = programs.load(program.path)
    calls = contenders(program, folder)
    best: dict[str, float] = {}
    results = {}
    for turn in range(rounds):
        for name, call in calls.items():
            if name == "numpy" and turn:
                continue  # Minutes, for some kernels.
            arguments = program.arguments(module, values)
            start = time.perf_counter()
            call(program.parameters, arguments)
            taken = time.perf_counter() - start
            best[name] = min(taken, best.get(name, taken))
            results[name] = [a for a in arguments if isinstance(a, np.ndarray)]
    for name, arrays in results.items():
        for own, other in zip(arrays, results["numpy"], strict=True):
            scale = float(np.abs(other).max(initial=1.0))
            if not np.allclose(own / scale, other / scale, atol=1e-8):
                print(f"{program.kernel}: {name} computes something else", file=sys.stderr)
    return best


def main() -> int:
    """Measures and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="EXTRALARGE")
    parser.add_argument("--kernel", action="append", choices=PAPER)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    problem = no_gpu()
    if problem is not None:
        print(f"no GPU here, nothing was measured: {problem}")
        return 2
    os.environ.pop("AUTOMPHC_TARGET", None)
    os.environ.setdefault("JAX_ENABLE_X64", "1")
    chosen = arguments.kernel or PAPER
    columns = ["numpy", "emitted", "by hand", "jax"]
    print("kernel".ljust(14) + "".join(column.rjust(12) for column in columns))
    with tempfile.TemporaryDirectory() as folder:
        for program in programs.polybench():
            if program.kernel in chosen and (program.style, program.form) == ("arrays", "function"):
                times = measure(program, arguments.size, arguments.rounds, Path(folder))
                cells = (f"{times[c]:.4f} s" if c in times else "-" for c in columns)
                print(program.kernel.ljust(14) + "".join(cell.rjust(12) for cell in cells), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
