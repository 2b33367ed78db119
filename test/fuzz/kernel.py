"""What a random program is: a function or method of loops and statements, with what it needs around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

# What black boxes collect: how it starts, and how it is shown at the end.
COLLECTED = {
    "count": ("count = 0", "print(count)"),
    "seen": ("seen = {}", "print(sorted(seen.items()))"),
    "log": ("log = []", "print(log)"),
    "last": ("last = -1", "print(last)"),
}

# Functions of the module. `note` the compiler does not look into; it changes what it is given.
HELPERS = {
    "note": "def note(x):\n    x[0] = x[-1]\n    print(len(x))\n",
    "half": "def half(x):\n    return 0.5 * x\n",
    "mixed": "def mixed(x, y):\n    return (1.0 - y) * x + y\n",
    "total": "def total(row):\n    return row.sum()\n",
}

HEAD = """import math
from math import sqrt

import numpy as np

"""


@dataclass
class Node:
    """A line and what is indented below it; without a line, several statements."""

    line: str
    body: list["Node"] = field(default_factory=list)

    def text(self, indent: str) -> str:
        """The source; a compound statement that has lost its body passes."""
        if not self.line:
            return "".join(node.text(indent) for node in self.body) or f"{indent}pass\n"
        below = "".join(node.text(indent + "    ") for node in self.body)
        if self.line.endswith(":") and not below:
            below = f"{indent}    pass\n"
        return f"{indent}{self.line}\n{below}"


@dataclass
class Kernel:
    """A program with the names, shapes (sizes by name) and element types of its arrays."""

    uses_lists: bool
    shapes: dict[str, tuple[str, ...]]
    ranked_hints: bool
    body: list[Node]
    flat: bool = False
    dtypes: dict[str, str] = field(default_factory=dict)
    # A method reads its sizes, and perhaps its number, from its object.
    is_method: bool = False
    number: int = 0
    # Text that stands for the definition, once the program has been made smaller.
    definition: str | None = None

    def hint(self, name: str) -> str:
        """The annotation of an array."""
        if self.uses_lists:
            return "list"
        dtype = self.dtype(name)
        if self.ranked_hints or dtype != "float64":
            axes = 1 if self.flat else len(self.shapes[name])
            return f'"np.ndarray[{dtype}][{", ".join(["4"] * axes)}]"'
        return "np.ndarray"

    def dtype(self, name: str) -> str:
        """The element type of an array."""
        return self.dtypes.get(name, "float64")

    @property
    def name(self) -> str:
        """The function's name, which is its own among the programs of one module."""
        return f"kernel_{self.number}"

    @property
    def class_name(self) -> str:
        """The class of a method."""
        return f"Job_{self.number}"

    def source(self) -> str:
        """The text of the program alone."""
        return HEAD + "\n" + self.text()

    def text(self) -> str:
        """The definitions, without the imports."""
        if self.definition is not None:
            return self.definition
        body = "".join(node.text("    ") for node in self.body) or "    pass\n"
        for name, (before, after) in COLLECTED.items():
            if f"{name} " in body or f"{name}[" in body or f"{name}." in body:
                tail = "" if "return" in body else f"    {after}\n"
                body = f"    {before}\n{body}{tail}"
        helpers = ""
        for name, text in HELPERS.items():
            if f"{name}(" in body:
                own = f"{name}_{self.number}"
                body = re.sub(rf"(?<![.\w]){name}\(", f"{own}(", body)
                helpers += text.replace(f"def {name}", f"def {own}") + "\n\n"
        arrays = [f"{name}: {self.hint(name)}" for name in self.shapes]
        if not self.is_method:
            return f"{helpers}def {self.name}({', '.join(['n: int', 'm: int', 's: float', *arrays])}):\n{body}\n\n"
        body = re.sub(r"(?<![.\w'])n\b(?!')", "self.N", body)
        body = re.sub(r"(?<![.\w'])m\b(?!')", "self.M", body)
        text = f"def {self.name}({', '.join(['self', 's: float', *arrays])}):\n{body}"
        head = f"class {self.class_name}:\n    def __init__(self, N, M):\n        self.N = N\n        self.M = M\n\n"
        return helpers + head + re.sub(r"^(?=.)", "    ", text, flags=re.MULTILINE) + "\n\n"


def module_text(kernels: list[Kernel]) -> str:
    """One module of many programs."""
    return HEAD + "\n" + "".join(kernel.text() for kernel in kernels)
