"""Races the two programs of space-time processing: the original, the emitted module on each backend, and by hand.

    python benchmarks/stap/bench.py [--size SMALL] [--program doppler|adaptive] [--rounds 5] [--no-ray]

The row `emitted` is the program as it runs by itself, where it chooses between its backends; the others force one.
The last line is `emitted/hand-written R emitted/original R`: speeds of that row relative to the Ray program by hand
(to the threads by hand where there is no Ray) and to the original, the smaller of both programs; above 1 the emitted
program is faster. The line before it compares the forced Ray with the Ray program by hand, for the programs that have
a parallel loop.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import statistics
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path
from typing import Callable

import hand
import numpy as np

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
OUTPUT = ROOT / "target" / "bench" / "stap"


def load(path: Path, name: str):
    """A module from a file."""
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def emitted(name: str):
    """The module that the compiler makes of a program."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    target = OUTPUT / f"{name}_opt.py"
    compiler = ROOT / "target" / "release" / "automphc"
    subprocess.run([str(compiler), str(HERE / f"{name}.py"), "-o", str(target)], check=True)
    return load(target, f"stap_{name}_opt")


def doppler_case(original, compiled, hand) -> tuple[Callable, dict, Callable]:
    """Arguments, contenders and what they fill."""
    pulse, noise = original.inputs(0)
    sizes = (original.PULSES, original.SAMPLES, original.LENGTH)
    shape = (4 * original.PULSES, original.LENGTH)

    def arguments():
        steering = (original.steer, original.steer_conj, original.spectrum)
        return (pulse, noise, *steering, np.empty(shape, dtype=complex), *sizes)

    functions = {
        "original": original.doppler,
        "emitted": compiled.doppler,
        "threads by hand": hand.doppler_threads,
        "Ray by hand": hand.doppler_ray,
    }
    return arguments, functions, lambda given: given[5]


def adaptive_case(original, compiled, hand) -> tuple[Callable, dict, Callable]:
    """The same for the adaptive program."""
    cube, steering = original.inputs()
    spectrum = np.empty((original.CHANNELS, original.BINS, original.RANGES), dtype=complex)
    original.doppler(cube, original.window(original.PULSES), spectrum, original.BINS)
    snapshots = original.snapshots_of(spectrum)
    shape = (len(snapshots), original.STEERS, snapshots.shape[2])

    def arguments():
        return snapshots, steering, np.empty(shape, dtype=complex), 0.1

    functions = {
        "original": original.adaptive,
        "emitted": compiled.adaptive,
        "threads by hand": hand.adaptive_threads,
        "Ray by hand": hand.adaptive_ray,
    }
    return arguments, functions, lambda given: given[2]


CASES = {"doppler": doppler_case, "adaptive": adaptive_case}


def contenders(functions: dict, with_ray: bool) -> dict:
    """What is timed: functions, with the emitted one once per backend."""
    backends = ["sequential", "threads"] + (["ray"] if with_ray else [])
    found = {"original": (functions["original"], None), "emitted": (functions["emitted"], None)}
    found.update({f"emitted, {backend}": (functions["emitted"], backend) for backend in backends})
    found["threads by hand"] = (functions["threads by hand"], None)
    if with_ray:
        found["Ray by hand"] = (functions["Ray by hand"], None)
    return found


def timed(function: Callable, backend: str | None, given: tuple) -> float:
    """Seconds of a call."""
    os.environ.pop("AUTOMPHC_TARGET", None)
    if backend is not None:
        os.environ["AUTOMPHC_TARGET"] = backend
    start = time.perf_counter()
    function(*given)
    return time.perf_counter() - start


def peak(function: Callable, backend: str | None, given: tuple) -> float:
    """MiB that arrays took at most during a call in this process, beside its arguments."""
    tracemalloc.start()
    timed(function, backend, given)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 2**20


def race(name: str, rounds: int, with_ray: bool) -> tuple[dict[str, float], dict[str, float]]:
    """Median seconds and memory of each contender, timed in turns; results are compared first."""
    original = load(HERE / f"{name}.py", f"stap_{name}")
    arguments, functions, result = CASES[name](original, emitted(name), hand)
    competing = contenders(functions, with_ray)
    reference = arguments()
    functions["original"](*reference)
    scale = np.abs(result(reference)).max()
    for label, (function, backend) in competing.items():
        given = arguments()
        timed(function, backend, given)
        error = np.abs(result(given) - result(reference)).max() / scale
        if not error < 1e-9:
            raise SystemExit(f"{name}: {label} is off by {error:.1e} of the largest element")
    times: dict[str, list[float]] = {label: [] for label in competing}
    labels = list(competing)
    for turn in range(rounds):
        for label in labels[turn % len(labels) :] + labels[: turn % len(labels)]:
            function, backend = competing[label]
            times[label].append(timed(function, backend, arguments()))
    memory = {label: peak(*contender, arguments()) for label, contender in competing.items()}
    return {label: statistics.median(seconds) for label, seconds in times.items()}, memory


def main() -> None:
    """Prints a table per program and the summary."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="SMALL", help="MINI, SMALL, MEDIUM, LARGE or PAPER (default: %(default)s)")
    parser.add_argument("--program", choices=list(CASES), action="append")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--no-ray", action="store_true", help="leave Ray out where it is installed")
    options = parser.parse_args()
    os.environ["STAP_SIZE"] = options.size
    with_ray = not options.no_ray and importlib.util.find_spec("ray") is not None
    if not with_ray:
        print("Ray is left out: `make bench-stap-setup` installs it")
    by_hand, by_original, forced = [], [], []
    for name in options.program or CASES:
        times, memory = race(name, options.rounds, with_ray)
        hand = times["Ray by hand" if with_ray else "threads by hand"]
        by_hand.append(hand / times["emitted"])
        by_original.append(times["original"] / times["emitted"])
        # Only programs that have a parallel loop start tasks.
        loop = getattr(sys.modules[f"stap_{name}_opt"], "_ray_loop", None)
        if with_ray and hasattr(loop, "task"):
            forced.append(hand / times["emitted, ray"])
        print(f"\n{name}, {options.size}")
        for label, seconds in times.items():
            speed = times["original"] / seconds
            print(f"  {label:20} {1e3 * seconds:10.1f} ms {speed:8.2f}x {memory[label]:10.1f} MiB at most")
    print()
    if forced:
        print(f"emitted on Ray/Ray by hand {min(forced):.2f}")
    print(f"emitted/hand-written {min(by_hand):.2f} emitted/original {min(by_original):.2f}")


if __name__ == "__main__":
    main()
