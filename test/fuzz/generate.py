"""Random kernels: loop nests over lists or arrays, and statements on slices and whole arrays.

A program is a tree of `Node`s, so that a failing one can be made smaller by leaving nodes out.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

SIZES = ("n", "m")
LOOP_VARIABLES = "ijk"

# What black boxes collect: how it starts, and how it is shown at the end.
COLLECTED = {
    "count": ("count = 0", "print(count)"),
    "seen": ("seen = {}", "print(sorted(seen.items()))"),
    "log": ("log = []", "print(log)"),
    "last": ("last = -1", "print(last)"),
}

# A function that the compiler does not look into, and that changes what it is given.
NOTE = "def note(x):\n    x[0] = x[-1]\n    print(len(x))\n\n\n"


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
    """A program with the names and shapes (sizes by name) of its arrays."""

    uses_lists: bool
    shapes: dict[str, tuple[str, ...]]
    ranked_hints: bool
    body: list[Node]
    flat: bool = False

    def hint(self, name: str) -> str:
        """The annotation of an array."""
        if self.uses_lists:
            return "list"
        if self.ranked_hints:
            axes = 1 if self.flat else len(self.shapes[name])
            return f'"np.ndarray[float64][{", ".join(["4"] * axes)}]"'
        return "np.ndarray"

    def source(self) -> str:
        """The module's text."""
        parameters = ["n: int", "m: int", "s: float"] + [f"{name}: {self.hint(name)}" for name in self.shapes]
        head = "from math import sqrt\n\nimport numpy as np\n\n\n"
        body = "".join(node.text("    ") for node in self.body) or "    pass\n"
        for name, (before, after) in COLLECTED.items():
            if f"{name} " in body or f"{name}[" in body or f"{name}." in body:
                tail = "" if "return" in body else f"    {after}\n"
                body = f"    {before}\n{body}{tail}"
        if "note(" in body:
            head += NOTE
        return f"{head}def kernel({', '.join(parameters)}):\n{body}"

    def smaller(self):
        """The program with one node left out, or one replaced by its body, each in turn."""
        for body in smaller_bodies(self.body):
            yield Kernel(self.uses_lists, self.shapes, self.ranked_hints, body, self.flat)


def smaller_bodies(body: list[Node]):
    """All lists of nodes that are one step smaller."""
    for index, node in enumerate(body):
        yield body[:index] + body[index + 1 :]
        for inner in smaller_bodies(node.body):
            if inner:
                yield body[:index] + [Node(node.line, inner)] + body[index + 1 :]


def flat_index(indices: list[str], shape: tuple[str, ...]) -> str:
    """The subscript of an element of a flat array."""
    offset = indices[0]
    for index, size in zip(indices[1:], shape[1:], strict=True):
        offset = f"({offset}) * {size} + {index}"
    return offset


class Generator:
    """Draws kernels from a seeded source of random numbers."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.uses_lists = True
        self.flat = False
        self.shapes: dict[str, tuple[str, ...]] = {}
        self.loops: list[tuple[str, str]] = []
        self.scalars: list[str] = []

    def kernel(self) -> Kernel:
        """One program."""
        rng = self.rng
        self.uses_lists = rng.random() < 0.5
        self.flat = rng.random() < 0.15
        self.shapes, self.scalars = {}, []
        for name in "abAB"[: rng.randint(2, 4)] if rng.random() < 0.3 else "abAB":
            self.shapes[name] = tuple(rng.choice(SIZES) for _ in range(1 if name.islower() else 2))
        if rng.random() < 0.15:
            self.shapes["C"] = ("n", "m", "n")
        body = [node for _ in range(rng.randint(1, 3)) for node in self.region()]
        if not self.uses_lists and rng.random() < 0.15:
            body.append(Node(f"return {self.rng.choice([*self.shapes, *self.scalars])}"))
        return Kernel(self.uses_lists, dict(self.shapes), rng.random() < 0.8, body, self.flat)

    def region(self) -> list[Node]:
        """A loop nest with what it needs before it, or a statement on whole arrays."""
        if not self.uses_lists and not self.flat and self.rng.random() < 0.4:
            return [self.array_statement()]
        squares = [name for name, shape in self.shapes.items() if len(shape) == 2 and shape[0] == shape[1]]
        if squares and self.rng.random() < 0.2:
            return [self.triangular(squares)]
        before = []
        if self.rng.random() < 0.25:
            name = self.rng.choice(["t", "u"])
            before.append(Node(f"{name} = {self.rng.choice(['0.0', '1.0', 's', '0'])}"))
            if name not in self.scalars:
                self.scalars.append(name)
        self.loops = []
        return [*before, self.loop(self.rng.choice([1, 2, 2, 3]))]

    def triangular(self, squares: list[str]) -> Node:
        """A sum over a triangle, in place more often than not, like a step of a factorization."""
        rng = self.rng
        x = rng.choice(squares)
        y, z = rng.choice([x, x, *squares]), rng.choice([x, *squares])
        size = self.shapes[x][0]
        same = [name for name in (y, z) if self.shapes[name][0] == size]
        y, z = (same + [x, x])[:2]
        ranges = [size, "i", "i + 1", f"i, {size}", f"i + 1, {size}"]
        sums = [*ranges, "j", "j + 1", f"j, {size}", f"j + 1, {size}"]

        def cell(name: str, first: str, second: str) -> str:
            return f"{name}[{first}][{second}]" if self.uses_lists else f"{name}[{first}, {second}]"

        pairs = [("i", "k"), ("k", "i"), ("j", "k"), ("k", "j")]
        factors = [cell(name, *rng.choice(pairs)) for name in (y, z)]
        target = cell(x, "i", "j")
        scale = rng.choice(["", "", "s * "])
        update = Node(f"{target} {rng.choice(['+=', '-='])} {scale}{factors[0]} * {factors[1]}")
        inner = Node(f"for j in range({rng.choice(ranges)}):", [Node(f"for k in range({rng.choice(sums)}):", [update])])
        if rng.random() < 0.5:
            inner.body.append(Node(rng.choice([f"{target} /= 1.5", f"{target} = s * {target}", f"{target} *= {cell(x, 'j', 'j')}"])))
        nest = Node(f"for i in range({size}):", [inner])
        if rng.random() < 0.3:
            nest.body.append(Node(f"{cell(x, 'i', 'i')} = {rng.choice(['s', '0.5 * ' + cell(x, 'i', 'i')])}"))
        return nest

    def loop(self, depth: int) -> Node:
        """A loop over a range, with statements and perhaps a loop in it."""
        rng = self.rng
        variable, size = LOOP_VARIABLES[len(self.loops)], rng.choice(SIZES)
        node = Node(f"for {variable} in range({self.bounds(size)}):")
        self.loops.append((variable, size))
        if depth > 1:
            if rng.random() < 0.4:
                node.body.append(self.statement())
            node.body.append(self.loop(depth - 1))
            if rng.random() < 0.3:
                node.body.append(self.statement())
        else:
            node.body.extend(self.statement() for _ in range(rng.choice([1, 1, 1, 2, 2, 3])))
        self.loops.pop()
        return node

    def bounds(self, size: str) -> str:
        """The arguments of a range."""
        choices = [size, size, size, f"1, {size}", f"{size} - 1", f"1, {size} - 1", f"{size} - 1, -1, -1", f"{size} - 2, 0, -1"]
        if self.rng.random() < 0.2:
            choices = [
                f"0, {size}, 2", f"1, {size}, 3", f"{size} - 2, 0, -2", f"{size} // 2", f"{size} // 2, {size}", f"1, {size} - 1, 2",
            ]  # fmt: skip
        elif self.rng.random() < 0.08:
            choices = [f"0, {size}, 2", f"2, {size}", f"{size} + 1", f"{size} - 1, -1, -2"]
        outer = [variable for variable, outer_size in self.loops if outer_size == size]
        if outer and self.rng.random() < 0.5:
            i = self.rng.choice(outer)
            choices = [i, f"{i} + 1", f"{i}, {size}", f"{i} + 1, {size}", f"{i} + 2, {size}", f"{i} - 1", f"1, {i}"]
            choices += [f"0, {i} - 2", f"max(0, {i} - 1), min({size}, {i} + 2)", f"{i} + 3, {size}"]
        return self.rng.choice(choices)

    def index(self, size: str) -> str:
        """A subscript that is mostly in range."""
        rng = self.rng
        fitting = [variable for variable, of in self.loops if of == size]
        if not fitting or rng.random() < 0.06:
            return rng.choice(["0", "0", "1", f"{size} - 1", "-1"] + [variable for variable, _ in self.loops])
        variable = rng.choice(fitting)
        kind = rng.random()
        if kind < 0.72:
            return variable
        if kind < 0.95:
            return rng.choice([f"{variable} - 1", f"{variable} + 1"]) if kind < 0.90 else f"{size} - 1 - {variable}"
        return rng.choice([f"2 * {variable}", f"2 * {variable} + 1", f"{variable} + {size} // 2"])

    def access(self) -> str:
        """An element of an array."""
        name = self.rng.choice(list(self.shapes))
        indices = [self.index(size) for size in self.shapes[name]]
        if self.flat:
            return f"{name}[{flat_index(indices, self.shapes[name])}]"
        if self.uses_lists:
            return name + "".join(f"[{index}]" for index in indices)
        return f"{name}[{', '.join(indices)}]"

    def expression(self, depth: int) -> str:
        """An expression of elements, scalars and constants that grows slowly."""
        rng = self.rng
        if depth == 0 or rng.random() < 0.2:
            leaves = [self.access(), self.access(), self.access(), "s", "0.5", "2.0", *self.scalars]
            if self.loops and rng.random() < 0.1:
                variable = rng.choice(self.loops)[0]
                leaves = [f"float({variable})", f"{variable} * 0.5", f"({variable} + 1) / 3"]
            return rng.choice(leaves)
        left, right = self.expression(depth - 1), self.expression(depth - 1)
        kind = rng.random()
        if kind < 0.75:
            return f"({left} {rng.choice(['+', '-', '*', '*'])} {right})"
        if kind < 0.85:
            return f"({left} if {self.access()} {rng.choice(['<', '>', '<=', '!='])} {right} else {right})"
        return rng.choice(
            [f"{left} / (1.0 + {right} * {right})", f"({left} / s)", f"max({left}, {right})", f"sqrt(abs({left}))",
             f"(-{left})", f"({left} / {right})"]
        )

    def statement(self) -> Node:
        """A store, perhaps under a condition, a step of a scalar, or something strange."""
        rng = self.rng
        if rng.random() < 0.08:
            return self.black_box()
        value = self.expression(rng.choice([0, 1, 1, 2, 2]))
        if self.uses_lists and rng.random() < 0.06:
            return Node(f"{self.access()} = {rng.choice(['0', '0', '1', '-1'])}")
        if self.scalars and rng.random() < 0.3:
            return Node(f"{rng.choice(self.scalars)} {rng.choice(['=', '+=', '+=', '-='])} {value}")
        operator = rng.choice(["=", "=", "+=", "+=", "-=", "*=", "/="] if rng.random() < 0.9 else ["="])
        store = Node(f"{self.access()} {operator} {value}")
        if len(self.loops) > 0 and rng.random() < 0.2:
            return self.condition(store)
        if rng.random() < 0.05:
            first, second = self.access(), self.access()
            return Node(f"{first}, {second} = {second}, {first}")
        if rng.random() < 0.12:
            return Node(f"if {self.access()} > {self.expression(1)}:", [store])
        return store

    def black_box(self) -> Node:
        """A statement that is no part of any array computation."""
        rng = self.rng
        variable = rng.choice(self.loops)[0]
        line = rng.choice(
            [f"print({variable})", f"print('at', {variable}, n)", f"print(f'{{{variable}}}: {{{variable}:d}}')",
             f"seen[{variable}] = {variable} * 2", f"log.append({variable})", "count += 1", f"last = {variable}",
             f"note({rng.choice(list(self.shapes))})", f"assert {self.access()} < 2.0, {variable}"]
        )  # fmt: skip
        if rng.random() < 0.4:
            return Node(f"if {self.access()} > {rng.choice(['s', '0.5'])}:", [Node(line)])
        return Node(line)

    def condition(self, store: Node) -> Node:
        """A store under a condition on loop variables, or the rest of an iteration that is left early."""
        rng = self.rng
        variable, size = rng.choice(self.loops)
        other = rng.choice([*(name for name, _ in self.loops), "0", "1", f"{size} - 1", "n", "m"])
        test = f"{variable} {rng.choice(['==', '!=', '<', '<=', '>', '>='])} {other}"
        if rng.random() < 0.3:
            test += rng.choice([" and ", " or "]) + f"{rng.choice(self.loops)[0]} > 0"
        if rng.random() < 0.15:
            test = f"{self.access()} > 0.0"
        if rng.random() < 0.2:
            return Node("", [Node(f"if {test}:", [Node("continue")]), store])
        if rng.random() < 0.4:
            return Node("", [Node(f"if {test}:", [store]), Node("else:", [self.statement()])])
        return Node(f"if {test}:", [store])

    def array_statement(self) -> Node:
        """A statement on slices or whole arrays."""
        rng = self.rng
        a, b = rng.choice("ab"), rng.choice("ab")
        x, y = rng.choice("AB"), rng.choice("AB")
        present = [name for name in (a, b, x, y) if name in self.shapes]
        if len(present) < 4:
            return Node(f"{present[0]} *= 0.5" if present else "pass")
        lines = [
            f"{a}[1:] = {b}[:-1]", f"{a}[:-1] += {b}[1:]", f"{a}[:] = {b}[::-1]", f"{a}[:n] = {b}[:n] * s",
            f"{a}[m:] = 0.0", f"{a}[:m - 1] = {b}[1:m]", f"{a} += {b}", f"{a} = {a} + {b}", f"{a}[{b} > s] = 0.0",
            f"{a}[:] = np.where({b} > 0.0, {a}, {b})", f"{x} += {y}.T", f"{x}[:] = {y}.T * 0.5", f"{x}[1:, :] = {x}[:-1, :]",
            f"{x} -= {x}.mean(axis=0)", f"{a}[:] = {x}.sum(axis={rng.choice([0, 1, -1])})", f"{a}[:] = {x} @ {b}",
            f"{a} += {b} @ {x}", f"{x}[:] = 0.1 * {y} @ {x}", f"{x} += s * np.dot({x}, {y})", f"{x} *= {a}",
            f"{x} *= {a}[:, np.newaxis]", f"{x}[0, :] = {a}", f"{x}[:, -1] = {a}", f"{x}[1:-1, 1:-1] = {y}[:-2, 1:-1] + {y}[2:, 1:-1]",
            f"{a}[:] = np.maximum({b}, {x}.max(axis=0))", f"{x}[np.diag_indices(n)] = 1.0", f"{x} -= np.outer({a}, {b})",
            f"{x}[:n, :m] *= 0.5", f"{a}[:] = np.sqrt(np.abs({b}))", f"{x} /= 1.0 + {x}.std(axis=1, keepdims=True)",
        ]  # fmt: skip
        return Node(rng.choice(lines))
