"""How the time to compile grows with the size of a module.

    compile_time.py                     modules of 10, 100 and 1000 kernels
    compile_time.py --kernels 50 500    of these numbers

A module is made of the plain functions of PolyBench, on nested lists and on arrays in turns, under names of their
own. The last column is the time of a kernel relative to the smallest module's: it stays near 1 where the compiler
is linear.
"""

from __future__ import annotations

import argparse
import ast
import itertools
import sys
import tempfile
import time
from pathlib import Path

sys.path[0] = str(Path(__file__).parent / "harness")

import programs  # noqa: E402 (sets the path of what follows)

import oracle  # noqa: E402
from measure import duration  # noqa: E402


def module(kernels: int) -> str:
    """The source of a module with this many kernels."""
    chosen = [p for p in programs.polybench() if p.form == "function" and p.style != "flat"]
    trees = {program.path: ast.parse(program.path.read_text(encoding="utf-8")) for program in chosen}
    lines = ["from __future__ import annotations", "", "from math import exp, sqrt", "", "import numpy as np"]
    lines += ["", "", "def match(b1: int, b2: int) -> float:", "    return 1.0 if b1 + b2 == 3 else 0.0"]
    for number, program in zip(range(kernels), itertools.cycle(chosen)):
        nodes = trees[program.path].body
        function = next(n for n in nodes if isinstance(n, ast.FunctionDef) and n.name == program.function)
        text = ast.unparse(function).replace(f"def {program.function}(", f"def {program.function}_{number}(", 1)
        lines += ["", "", text]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kernels", type=int, nargs="+", default=[10, 100, 1000], help="how many in a module")
    print("| kernels | lines | compiled in | per kernel | relative |\n| --- | --- | --- | --- | --- |", flush=True)
    first = None
    with tempfile.TemporaryDirectory() as temporary:
        for kernels in sorted(parser.parse_args().kernels):
            path = Path(temporary) / f"module_{kernels}.py"
            path.write_text(module(kernels), encoding="utf-8")
            start = time.perf_counter()
            completed = oracle.run_compiler(path, "-o", path.with_name("out.py"), timeout=3600)
            seconds = time.perf_counter() - start
            if completed.returncode:
                print(completed.stderr, file=sys.stderr)
                return 1
            each = seconds / kernels
            first = first or each
            size = path.read_text(encoding="utf-8").count("\n")
            print(f"| {kernels} | {size} | {duration(seconds)} | {duration(each)} | {each / first:.2f} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
