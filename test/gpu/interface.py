"""CuPy's interface as far as the knowledge base uses it: names, keywords, and the types that its ufuncs take.

    python test/gpu/interface.py     writes `interface.json`; needs CuPy, but no GPU

The stand-in is held against the record wherever the tests run, and the record against CuPy where that is installed.
"""

from __future__ import annotations

import ast
import inspect
import json
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
RECORD = HERE / "interface.json"
TYPES = "?fdFD"


def known_names() -> list[str]:
    """CuPy's functions in the knowledge base, without the module's name."""
    names = set()
    for file in sorted((HERE.parents[1] / "kb" / "numpy").glob("*.py")):
        # The stubs themselves are in the syntax of Python 3.12.
        marks = (line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("@numpy.entry("))
        for entry in (ast.parse(line[1:], mode="eval").body for line in marks):
            keywords = {k.arg: getattr(k.value, "value", None) for k in entry.keywords}
            mark = keywords.get("cupy")
            if mark and "effects" not in keywords:
                own = entry.args[0].value if mark in (True, "real") else mark.removeprefix("cupy.")
                names.add(own)
    return sorted(names)


def lookup(module, name: str):
    """A function by its dotted name, or None."""
    for part in name.split("."):
        module = getattr(module, part, None)
    return module


def loops(ufunc) -> dict[str, str | None]:
    """The type of the result for operands of each type; None where there is no such operation."""
    found = {}
    for char in TYPES:
        found[char] = None
        for op in ufunc._ops.ops:
            if all(np.can_cast(char, np.dtype(own)) for own in op.in_types):
                if op.routine is not None:
                    found[char] = np.dtype(op.out_types[0]).char
                break
    return found


def describe(cupy, name: str) -> dict | None:
    """What the record says of a function."""
    function = lookup(cupy, name)
    if function is None:
        return None
    if hasattr(function, "_ops"):
        return {"loops": loops(function)}
    try:
        return {"parameters": list(inspect.signature(function).parameters)}
    except (TypeError, ValueError):
        return {}


def record(cupy) -> dict:
    """The whole table."""
    return {name: describe(cupy, name) for name in known_names()}


if __name__ == "__main__":
    import cupy

    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(own)}" for name, own in record(cupy).items())
    RECORD.write_text(f'{{"version": "{cupy.__version__}", "functions": {{\n{lines}\n}}}}\n')
