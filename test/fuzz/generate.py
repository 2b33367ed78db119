"""Random kernels: loop nests over lists or arrays, and statements on slices and whole arrays.

A program is a tree of `Node`s (`kernel.py`); expressions of whole arrays come from `library.py`.
"""

from __future__ import annotations

import random
from typing import NamedTuple

from kernel import Kernel, Node
from library import Library, index_statements
from patterns import pattern

SIZES = ("n", "m")
ODD_PROGRAMS = 0.3
LOOP_VARIABLES = "ijk"
# Functions of the math module that neither grow fast nor are often undefined.
FUNCTIONS = ("sin", "cos", "tanh", "atan", "exp", "fabs", "sqrt", "log1p", "floor", "expm1", "asin")


def flat_index(indices: list[str], shape: tuple[str, ...]) -> str:
    """The subscript of an element of a flat array."""
    offset = indices[0]
    for index, size in zip(indices[1:], shape[1:], strict=True):
        offset = f"({offset}) * {size} + {index}"
    return offset


class LoopVariable(NamedTuple):
    """A loop's variable, the size that it ranges over, and how far its values stay away from both ends of it."""

    name: str
    size: str
    first: int = 0
    last: int = 0


class Generator:
    """Draws kernels from a seeded source of random numbers."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.uses_lists = True
        self.flat = False
        self.shapes: dict[str, tuple[str, ...]] = {}
        self.loops: list[LoopVariable] = []
        self.scalars: list[str] = []
        self.dtypes: dict[str, str] = {}
        self.is_odd = True

    def kernel(self, number: int = 0) -> Kernel:
        """One program."""
        rng = self.rng
        # Most programs are of the class that is meant to be optimized; in the others anything may occur.
        self.is_odd = rng.random() < ODD_PROGRAMS
        style = rng.random()
        self.uses_lists = style < 0.4
        self.flat = rng.random() < 0.15
        whole_arrays = style > 0.7
        self.shapes, self.scalars, self.dtypes = {}, [], {}
        for name in "abAB"[: rng.randint(2, 4)] if rng.random() < 0.3 else "abAB":
            self.shapes[name] = tuple(rng.choice(SIZES) for _ in range(1 if name.islower() else 2))
        if rng.random() < 0.15:
            self.shapes["C"] = ("n", "m", "n")
        if not self.uses_lists:
            self.more_dtypes()
        if whole_arrays:
            self.flat = False
            body = self.array_program()
        else:
            body = [node for _ in range(rng.randint(1, 3)) for node in self.region()]
        if not self.uses_lists and rng.random() < 0.15:
            body.append(Node(f"return {self.returned()}"))
        if self.is_odd and rng.random() < 0.1:
            early = rng.choice(["n < 2", "n == m", f"len({next(iter(self.shapes))}) == 0", "s > 2.0"])
            body.insert(rng.randint(0, len(body)), Node(f"if {early}:", [Node("return")]))
        method = rng.random() < 0.15
        return Kernel(
            self.uses_lists, dict(self.shapes), rng.random() < 0.8, body, self.flat, self.dtypes, method, number
        )  # fmt: skip

    def returned(self) -> str:
        """An argument or a scalar, a part of an array, or several things."""
        rng = self.rng
        name = rng.choice([*self.shapes, *self.scalars])
        if self.flat or name not in self.shapes or rng.random() < 0.5:
            return name
        matrix = len(self.shapes[name]) == 2
        forms = [f"{name}[1:]", f"{name} * 2.0", f"{name}.sum()", f"({name}, {name} + 1.0)", f"{name}[::-1]", f"({name}, {name})"]
        return rng.choice([*forms, *([f"{name}.T", f"({name} * 2.0).diagonal()", f"{name}[:, 0]"] if matrix else [])])

    def more_dtypes(self) -> None:
        """Other element types for some arrays; further arrays of ints and complex numbers."""
        rng = self.rng
        if rng.random() < 0.12:
            dtype = rng.choice(["float32", "complex128"])
            self.dtypes = dict.fromkeys(self.shapes, dtype)
        elif self.is_odd and rng.random() < 0.2:
            self.dtypes = {rng.choice(list(self.shapes)): rng.choice(["float32", "int64", "complex128"])}
        if self.is_odd and rng.random() < 0.4:
            name, dtype = rng.choice([("p", "int64"), ("z", "complex128"), ("Z", "complex128"), ("f", "float32")])
            self.shapes[name] = ("n", "m") if name.isupper() else (rng.choice(SIZES),)
            self.dtypes[name] = dtype

    def array_program(self) -> list[Node]:
        """Statements on whole arrays, slices and temporaries, perhaps in a loop over one axis."""
        rng = self.rng
        library = Library(rng, SIZES)
        library.random = rng.random() < 0.1
        kinds = {"float64": "f", "float32": "f", "int64": "i", "complex128": "c"}
        library.arrays = {name: (shape, kinds[self.dtypes.get(name, "float64")]) for name, shape in self.shapes.items()}
        body: list[Node] = []
        for _ in range(rng.choice([1, 1, 2, 2, 3, 4])):
            body.append(self.library_statement(library))
        if rng.random() < 0.25:
            body = [Node(f"for i in range({rng.choice(['n', 'm', '3', '1, n'])}):", body)]
            if rng.random() < 0.3:
                body[0].body.append(Node(rng.choice(["if i > 2:", "if s > 5.0:"]), [Node("break")]))
        elif rng.random() < 0.06:
            body = [Node("i = 0"), Node("while i < 3:", [*body, Node("i += 1")])]
        if rng.random() < 0.15:
            body += self.region()
        return body

    def library_statement(self, library: Library) -> Node:
        """A store, an update, a new temporary, an alias of a part, or a statement that selects by indices."""
        rng = self.rng
        depth = rng.choice([1, 1, 2, 2, 3])
        choice = rng.random()
        name = rng.choice(list(self.shapes))
        sizes, kind = library.arrays[name]
        if choice < 0.1 and len(sizes) == 2 and sizes[0] == sizes[1]:
            text = rng.choice(index_statements())[1]
            return Node(text.replace("{X}", name).replace("<P>", sizes[0]))
        if choice < 0.2:
            new = rng.choice(["t", "u"])
            if rng.random() < 0.3:
                if new in library.arrays:
                    return Node(f"{new} *= 0.5")
                self.scalars.append(new)
                library.scalars.append(new)
                return Node(f"{new} = {library.expression((), 'f', depth)}")
            shape = tuple(rng.choice(SIZES) for _ in range(rng.choice([1, 2])))
            if new in library.scalars:
                return Node(f"{new} = 0.5")
            text = library.expression(tuple((size, 0) for size in shape), "f", depth)
            library.arrays[new] = (shape, "f")
            return Node(f"{new} = {text}")
        if choice < 0.25:
            library.arrays["v"] = ((sizes[-1],), kind)
            return Node(f"v = {name}[{rng.choice(['0', '-1'])}]" if len(sizes) == 2 else f"v = {name}")
        if choice < 0.35 and len(sizes) == 2 and kind == "f":
            row = library.expression(((sizes[1], 0),), "f", depth - 1)
            position = rng.choice(["i", "0"])
            store = Node(f"{name}[{position}] {rng.choice(['=', '+='])} {row}")
            return Node(f"for i in range({sizes[0]}):", [store]) if position == "i" else store
        shape = tuple((size, rng.choice([0, 0, 0, 1, 2])) for size in sizes)
        value = library.expression(shape, kind, depth)
        operator = rng.choice(["=", "=", "+=", "-=", "*="])
        target = name + library.slices(shape)
        if operator == "=" and target == name and rng.random() < 0.8:
            target += "[:]"
        return Node(f"{target} {operator} {value}")

    def region(self) -> list[Node]:
        """A loop nest with what it needs before it, or a statement on whole arrays."""
        if not self.uses_lists and not self.flat and not self.dtypes and self.rng.random() < 0.3:
            return [self.array_statement()]
        squares = [name for name, shape in self.shapes.items() if len(shape) == 2 and shape[0] == shape[1]]
        if self.rng.random() < (0.5 if not self.is_odd else 0.25) and not self.flat and not self.dtypes:
            known = pattern(self.rng, self.shapes, self.uses_lists)
            if known:
                return known
        if squares and self.rng.random() < 0.2:
            return [self.triangular(squares)]
        before = []
        if self.rng.random() < (0.3 if self.is_odd else 0.15):
            name = self.rng.choice(["t", "u"])
            before.append(Node(f"{name} = {self.rng.choice(['0.0', '1.0', 's', '0'])}"))
            if name not in self.scalars:
                self.scalars.append(name)
        self.loops = []
        nest = self.loop(self.rng.choice([1, 2, 2, 3]))
        if self.rng.random() < 0.05:
            nest = Node(f"for time in range({self.rng.choice(['2', '3', 'n'])}):", [nest])
        if self.is_odd and self.rng.random() < 0.06:
            nest.body.append(Node(f"if {self.access_in(nest)} > 0.9:", [Node("break")]))
        return [*before, nest]

    def access_in(self, nest: Node) -> str:
        """An element that can be read in a loop."""
        name = next(iter(self.shapes))
        self.loops = []
        indices = ["0"] * len(self.shapes[name])
        return name + (f"[{indices[0]}]" if self.flat else "".join(f"[{index}]" for index in indices))

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
        bounds, first, last = self.bounds(size)
        node = Node(f"for {variable} in range({bounds}):")
        self.loops.append(LoopVariable(variable, size, first, last))
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

    def bounds(self, size: str) -> tuple[str, int, int]:
        """The arguments of a range, and how far its values stay away from 0 and from the last index at least."""
        choices = [
            (size, 0, 0), (size, 0, 0), (size, 0, 0), (f"1, {size}", 1, 0), (f"{size} - 1", 0, 1), (f"1, {size} - 1", 1, 1),
            (f"{size} - 1, -1, -1", 0, 0), (f"{size} - 2, 0, -1", 1, 1),
        ]  # fmt: skip
        # Which cells of a list a loop with a step writes is rarely known.
        if self.rng.random() < 0.2 and (self.is_odd or not self.uses_lists):
            choices = [
                (f"0, {size}, 2", 0, 0), (f"1, {size}, 3", 1, 0), (f"{size} - 2, 0, -2", 1, 1), (f"{size} // 2", 0, 0),
                (f"{size} // 2, {size}", 0, 0), (f"1, {size} - 1, 2", 1, 1), (f"{size} - 1, -1, -2", 0, 0),
            ]  # fmt: skip
        elif self.rng.random() < 0.08:
            choices = [(f"2, {size}", 2, 0), *([(f"{size} + 1", 0, -1)] if self.is_odd else [])]
        outer = [loop for loop in self.loops if loop.size == size]
        if outer and self.rng.random() < 0.5:
            i, _, first, last = self.rng.choice(outer)
            choices = [
                (i, 0, last + 1), (f"{i} + 1", 0, last), (f"{i}, {size}", first, 0), (f"{i} + 1, {size}", first + 1, 0),
                (f"{i} + 2, {size}", first + 2, 0), (f"{i} - 1", 0, last + 2), (f"1, {i}", 1, last + 1),
                (f"0, {i} - 2", 0, last + 3), (f"max(0, {i} - 1), min({size}, {i} + 2)", 0, 0),
                (f"{i} + 3, {size}", first + 3, 0),
            ]  # fmt: skip
        return self.rng.choice(choices)

    def index(self, size: str) -> str:
        """A subscript that is in range, in most programs and where sizes are not too small."""
        rng = self.rng
        fitting = [loop for loop in self.loops if loop.size == size]
        if not fitting or rng.random() < 0.06:
            if not self.is_odd:
                return rng.choice(["0", "0", "1", f"{size} - 1"])
            return rng.choice(["0", "0", "1", f"{size} - 1", "-1", *(loop.name for loop in self.loops)])
        loop = rng.choice(fitting)
        kind = rng.random()
        shifted = [f"{loop.name} - 1"] * (loop.first > 0 or self.is_odd) + [f"{loop.name} + 1"] * (loop.last > 0 or self.is_odd)
        if kind < 0.65 or (kind < 0.88 and not shifted) or (kind >= 0.95 and not self.is_odd):
            return loop.name
        if kind < 0.95:
            return rng.choice(shifted) if kind < 0.88 else f"{size} - 1 - {loop.name}"
        return rng.choice([f"2 * {loop.name}", f"2 * {loop.name} + 1", f"{loop.name} + {size} // 2"])

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
                variable = rng.choice(self.loops).name
                leaves = [f"float({variable})", f"{variable} * 0.5", f"({variable} + 1) / 3"]
            return rng.choice(leaves)
        left, right = self.expression(depth - 1), self.expression(depth - 1)
        kind = rng.random()
        if kind < 0.75:
            return f"({left} {rng.choice(['+', '-', '*', '*'])} {right})"
        if kind < 0.85 and not self.uses_lists or kind < (0.85 if self.is_odd else 0.78):
            return f"({left} if {self.access()} {rng.choice(['<', '>', '<=', '!='])} {right} else {right})"
        return rng.choice(
            [f"{left} / (1.0 + {right} * {right})", f"({left} / s)", f"max({left}, {right})", f"sqrt(abs({left}))",
             f"(-{left})", f"({left} / {right})", f"half({left})", f"mixed({left}, {right})",
             f"math.{rng.choice(FUNCTIONS)}({left})", f"min({left}, {right})", f"({left} ** 2)", f"abs({left})",
             f"math.{rng.choice(['hypot', 'atan2', 'copysign'])}({left}, {right})", f"({left} % 1.5)", f"({left} // 0.7)"]
        )  # fmt: skip

    def statement(self) -> Node:
        """A store, perhaps under a condition, a step of a scalar, or something strange."""
        rng = self.rng
        if self.is_odd and rng.random() < 0.16:
            return self.black_box()
        value = self.expression(rng.choice([0, 1, 1, 2, 2]))
        if self.is_odd and self.uses_lists and rng.random() < 0.12:
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
        if self.is_odd and rng.random() < 0.25:
            return Node(f"if {self.access()} > {self.expression(1)}:", [store])
        if self.is_odd and rng.random() < 0.08 and self.loops:
            return self.row_statement(store)
        return store

    def row_statement(self, store: Node) -> Node:
        """A name for a row, which is written through, or a statement on a row of an array."""
        rng = self.rng
        matrices = [name for name, shape in self.shapes.items() if len(shape) == 2]
        if not matrices or self.flat:
            return store
        name = rng.choice(matrices)
        index = self.index(self.shapes[name][0])
        inner = self.index(self.shapes[name][1])
        if self.uses_lists or rng.random() < 0.5:
            return Node("", [Node(f"row = {name}[{index}]"), Node(f"row[{inner}] = {self.expression(1)}"), store])
        lines = [f"{name}[{index}] *= 0.5", f"{name}[{index}, :] = 0.0", f"{name}[{index}, 1:] += {name}[{index}, :-1]"]
        return Node(rng.choice([*lines, f"{name}[{index}, {inner}] = total({name}[{index}])"]))

    def black_box(self) -> Node:
        """A statement that is no part of any array computation."""
        rng = self.rng
        variable = rng.choice(self.loops).name
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
        variable, size, _, _ = rng.choice(self.loops)
        other = rng.choice([*(loop.name for loop in self.loops), "0", "1", f"{size} - 1", "n", "m"])
        test = f"{variable} {rng.choice(['==', '!=', '<', '<=', '>', '>='])} {other}"
        if rng.random() < 0.3:
            test += rng.choice([" and ", " or "]) + f"{rng.choice(self.loops).name} > 0"
        if self.is_odd and rng.random() < 0.3:
            test = f"{self.access()} > 0.0"
        if self.is_odd and rng.random() < 0.4:
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
