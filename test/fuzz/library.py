"""Random expressions of whole arrays: every function of the knowledge base, in shapes that fit.

What the knowledge base holds is read from its files. Functions of scalars applied at every element and reductions are
called as their signatures say; each of the others has a recipe here.

A recipe is the text of an expression whose shape is the axes P, Q, R (as many as its rank). `{f:PK}` is an operand of
floats (`b`: bools, `i`: ints, `c`: complex numbers) of that shape, `<P>` the size P as text, `{K}`-like letters other
than P, Q, R are sizes drawn at random.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path

KNOWLEDGE_BASE = Path(__file__).resolve().parents[2] / "kb"

# Entries, the rank and kind of the result, and an expression.
RECIPES = """
dot 2 f np.dot({f:PK}, {f:KQ})
dot 2 f {f:KP}.T.dot({f:KQ})
dot 1 f np.dot({f:PK}, {f:K})
dot 1 f {f:K}.dot({f:KP})
dot 0 f np.dot({f:K}, {f:K})
matmul 2 f ({f:PK} @ {f:KQ})
matmul 1 f ({f:PK} @ {f:K})
matmul 1 f np.matmul({f:K}, {f:KP})
matmul 3 f ({f:PQK} @ {f:PKR})
inner 2 f np.inner({f:PK}, {f:QK})
inner 0 f np.inner({f:K}, {f:K})
vdot 0 f np.vdot({f:K}, {f:K})
outer 2 f np.outer({f:P}, {f:Q})
add.outer 2 f np.add.outer({f:P}, {f:Q})
subtract.outer 2 f np.subtract.outer({f:P}, {f:Q})
kron 2 f np.kron({f:PQ}, np.ones((1, 1)))
einsum 2 f np.einsum('ik,kj->ij', {f:PK}, {f:KQ})
einsum 2 f np.einsum('ij,j->ij', {f:PQ}, {f:Q})
einsum 1 f np.einsum('ij,ij->i', {f:PK}, {f:PK})
einsum 0 f np.einsum('ij->', {f:KL})
einsum 0 f np.einsum('ij,i->', {f:KL}, {f:K})
einsum 0 f np.einsum('i,j->', {f:K}, {f:L})
einsum 1 f np.einsum('ij,ik->i', {f:PK}, {f:PL})
tensordot 2 f np.tensordot({f:PK}, {f:KQ}, axes=1)
tensordot 2 f np.tensordot({f:KP}, {f:KQ}, axes=([0], [0]))
trace 0 f np.trace({f:KK})
linalg.norm 0 f np.linalg.norm({f:K})
linalg.norm 1 f np.linalg.norm({f:PK}, axis=1)
linalg.solve 1 f np.linalg.solve({f:PP} + 9.0 * np.eye(<P>), {f:P})
linalg.solve 2 f np.linalg.solve({f:PP} + 9.0 * np.eye(<P>), {f:PQ})
linalg.inv 2s f np.linalg.inv({f:PP} + 9.0 * np.eye(<P>))
linalg.cholesky 2s f np.linalg.cholesky(9.0 * np.eye(<P>) + np.outer({f:P}, 0.0 * {f:P}))
linalg.det 0 f np.linalg.det({f:KK} + 3.0 * np.eye(<K>))
linalg.eigvalsh 1 f np.linalg.eigvalsh({f:PP} + 9.0 * np.eye(<P>))
convolve 1 f np.convolve({f:P}, np.ones(1))
cov 2s f np.cov({f:PK})
corrcoef 2s f np.corrcoef({f:PK})
zeros 2 f np.zeros((<P>, <Q>))
zeros 1 f np.zeros(<P>)
ones 2 f np.ones((<P>, <Q>))
ones 1 f np.ones(<P>)
empty 1 f np.zeros_like(np.empty(<P>))
full 1 f np.full(<P>, 0.25)
full 2 f np.full((<P>, <Q>), s)
zeros_like * f np.zeros_like({f})
ones_like * f np.ones_like({f})
empty_like 1 f np.zeros_like(np.empty_like({f:P}))
full_like * f np.full_like({f}, 0.75)
copy * f {f}.copy()
copy * f np.copy({f})
ascontiguousarray 2 f np.ascontiguousarray({f:QP}.T)
asarray * f np.asarray({f})
array * f np.array({f})
ndarray.astype * f {b}.astype(np.float64)
ndarray.astype * i np.rint({f}).astype(np.int64)
arange 1 i np.arange(<P>)
arange 1 i np.arange(1, <P> + 1)
arange 1 f np.arange(0.0, <P>)
linspace 1 f np.linspace(0.0, 1.0, <P>)
eye 2 f np.eye(<P>, <Q>)
eye 2 f np.eye(<P>, <Q>, 1)
identity 2s f np.identity(<P>)
tri 2 f np.tri(<P>, <Q>, -1)
triu 2 f np.triu({f:PQ})
triu 2 f np.triu({f:PQ}, 1)
tril 2 f np.tril({f:PQ}, -1)
tril 2 f np.tril({f:PQ})
diag 1 f np.diag({f:PP})
diag 1 f {f:PP}.diagonal()
diag 2s f np.diag({f:P})
take 1 f np.take({f:P}, np.arange(<P>))
flatnonzero 0 i np.flatnonzero({b:K}).size
searchsorted 1 i np.searchsorted(np.linspace(0.0, 1.0, <K>), {f:P})
bincount 0 i np.bincount(np.arange(<K>)).sum()
transpose 2 f {f:QP}.T
transpose 2 f np.transpose({f:QP})
transpose 3 f {f:RPQ}.transpose(1, 2, 0)
swapaxes 2 f np.swapaxes({f:QP}, 0, 1)
moveaxis 2 f np.moveaxis({f:QP}, 0, -1)
expand_dims 2 f (np.expand_dims({f:P}, 1) * {f:Q})
squeeze 1 f np.squeeze({f:P}[:, np.newaxis], axis=1)
reshape 2 f {f:PQ}.ravel().reshape(<P>, <Q>)
reshape 2 f {f:QP}.reshape(<P>, <Q>)
ravel 0 f {f:KL}.ravel().sum()
ndarray.flatten 0 f {f:KL}.flatten().sum()
flip 1 f np.flip({f:P})
flip 2 f np.flip({f:PQ}, 1)
flipud 2 f np.flipud({f:PQ})
fliplr 2 f np.fliplr({f:PQ})
broadcast_to 2 f np.broadcast_to({f:Q}, (<P>, <Q>))
roll 1 f np.roll({f:P}, 1, 0)
roll 2 f np.roll({f:PQ}, -1, axis=1)
repeat 0 f np.repeat({f:K}, 2).sum()
tile 2 f np.tile({f:Q}, (<P>, 1))
trim_zeros 0 f np.trim_zeros({f:K}).sum()
unique 0 f np.unique({f:K}).sum()
cumsum 1 f np.cumsum({f:P})
cumsum 2 f np.cumsum({f:PQ}, axis=0)
cumprod 1 f np.cumprod({f:P})
cumprod 2 f np.cumprod({f:PQ}, axis=1)
diff 0 f np.diff({f:K}).sum()
sort 1 f np.sort({f:P})
sort 2 f np.sort({f:PQ}, axis=0)
argsort 1 i np.argsort({f:P})
argmax 0 i np.argmax({f:K})
argmax 1 i {f:PK}.argmax(axis=1)
argmin 0 i {f:K}.argmin()
argmin 1 i np.argmin({f:KP}, axis=0)
average 1 f np.average({f:PK}, axis=1)
ptp 1 f np.ptp({f:PK}, axis=1)
median 1 f np.median({f:PK}, axis=1)
median 0 f np.median({f:K})
var 1 f {f:PK}.var(axis=1)
var 0 f np.var({f:K}, ddof=1)
std 1 f np.std({f:KP}, axis=0)
std 0 f {f:K}.std()
count_nonzero 0 i np.count_nonzero({f:K} > 0.0)
angle * f np.angle({c})
real * f {c}.real
real * f np.real({f})
imag * f {c}.imag
conjugate * c np.conj({c})
fft.fft 1 c np.fft.fft({f:P})
fft.fft 2 c np.fft.fft({c:PQ}, axis=0)
fft.ifft 1 c np.fft.ifft({c:P})
fft.ifft 2 c np.fft.ifft({f:PQ}, axis=1)
fft.fft2 2 c np.fft.fft2({f:PQ})
fft.ifft2 2 c np.fft.ifft2({c:PQ})
fft.rfft 0 f np.abs(np.fft.rfft({f:K})).sum()
fft.irfft 1 f np.fft.irfft({c:P}, <P>)
fft.fftshift 1 f np.fft.fftshift({f:P})
fft.fftshift 2 f np.fft.fftshift({f:PQ}, axes=0)
fft.ifftshift 1 f np.fft.ifftshift({f:P})
fft.fftfreq 1 f np.fft.fftfreq(<P>)
where * f np.where({b}, {f}, {f})
where * f np.where({f} > 0.5, {f}, 0.0)
clip * f np.clip({f}, -0.5, 0.5)
clip * f {f}.clip(-1.0, s)
sum 0 i np.sum({b:KL})
random.random 1 f np.random.random(<P>)
random.random 0 f np.random.random()
random.rand 1 f np.random.rand(<P>)
random.randn 2 f np.random.randn(<P>, <Q>)
random.standard_normal 1 f np.random.standard_normal(<P>)
random.normal 1 f np.random.normal(0.0, 1.0, <P>)
random.uniform 1 f np.random.uniform(0.0, 1.0, <P>)
"""

# Entries that only subscripts use, and what uses them as a statement on a square matrix X of size P and vectors.
INDEX_STATEMENTS = """
triu_indices {X}[np.triu_indices(<P>)] = {X}[np.tril_indices(<P>)]
triu_indices {X}[np.triu_indices(<P>, 1)] = 0.0
triu_indices_from {X}[np.triu_indices_from({X})] *= 0.5
tril_indices {X}[np.tril_indices(<P>, -1)] = {X}.T[np.tril_indices(<P>, -1)]
tril_indices {X}[np.tril_indices(<P>)] += s
tril_indices_from {X}[np.tril_indices_from({X}, -1)] = 0.0
diag_indices {X}[np.diag_indices(<P>)] += s
diag_indices {X}[np.diag_indices(<P>)] = 1.0
diag_indices_from {X}[np.diag_indices_from({X})] = 0.5
"""

# What keeps the operand of a function where that is defined and small.
DOMAINS = {
    "sqrt": "np.abs({})", "log": "(np.abs({}) + 0.5)", "log2": "(np.abs({}) + 0.5)", "log10": "(np.abs({}) + 0.5)",
    "log1p": "np.abs({})", "arcsin": "np.sin({})", "arccos": "np.cos({})", "arccosh": "(np.abs({}) + 1.0)",
    "arctanh": "(0.5 * np.sin({}))", "exp": "np.sin({})", "exp2": "np.cos({})", "expm1": "np.sin({})",
    "sinh": "np.sin({})", "cosh": "np.sin({})", "tan": "np.sin({})", "reciprocal": "(np.abs({}) + 0.5)",
    "arcsinh": "{}", "power": "(np.abs({}) + 0.5)", "divide": "(np.abs({}) + 0.5)",
    "floor_divide": "(np.abs({}) + 0.5)", "remainder": "(np.abs({}) + 0.5)", "fmod": "(np.abs({}) + 0.5)",
}  # fmt: skip
OPERATORS = {
    "add": "+", "subtract": "-", "multiply": "*", "divide": "/", "floor_divide": "//", "remainder": "%", "equal": "==",
    "not_equal": "!=", "less": "<", "less_equal": "<=", "greater": ">", "greater_equal": ">=", "bitwise_and": "&",
    "bitwise_or": "|", "bitwise_xor": "^",
}  # fmt: skip
REDUCTIONS = ("sum", "prod", "max", "min", "mean", "any", "all", "average", "std", "var", "count_nonzero", "ptp", "median")
# The kinds of elements that a constraint on a type variable admits.
CONSTRAINTS = {"Integer": "i", "Bool": "b", "ComplexFloating": "c"}

Shape = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Entry:
    """An entry of the knowledge base: its name, the module of entries that it stands in, and its signature."""

    name: str
    file: str
    parameters: int
    constraint: str
    returns: str


def entries() -> list[Entry]:
    """All entries, overloads included."""
    found = []
    for path in sorted(KNOWLEDGE_BASE.glob("**/*.py")):
        text = path.read_text(encoding="utf-8")
        pattern = r'^@(\w+)\.entry\("([^"]+)".*\ndef \w+(?:\[([^\]]*(?:\[[^\]]*\])?[^\]]*?)\])?\((.*)\) -> (.*):$'
        for library, name, variables, parameters, returns in re.findall(pattern, text, re.MULTILINE):
            constraint = re.search(r"\bT: (\w+)", variables)
            arrays = len(re.findall(r"\w+: Array\[\w+, \.\.\.\]", parameters))
            file = path.stem if library == "numpy" else "math"
            found.append(Entry(name, file, arrays, constraint.group(1) if constraint else "", returns))
    return found


@dataclass(frozen=True)
class Recipe:
    """A line of RECIPES."""

    entry: str
    rank: str
    kind: str
    text: str


def recipes() -> list[Recipe]:
    """All lines of RECIPES."""
    return [Recipe(*line.split(" ", 3)) for line in RECIPES.strip().splitlines()]


def index_statements() -> list[tuple[str, str]]:
    """The lines of INDEX_STATEMENTS, as entry and text."""
    return [tuple(line.split(" ", 1)) for line in INDEX_STATEMENTS.strip().splitlines()]


def size_text(axis: tuple[str, int]) -> str:
    """The length of an axis."""
    size, trimmed = axis
    return f"({size} - {trimmed})" if trimmed else size


class Library:
    """Draws expressions of a wanted shape and kind."""

    def __init__(self, rng: random.Random, sizes: tuple[str, ...]) -> None:
        self.rng = rng
        self.sizes = sizes
        # By name: the axes as sizes, and the kind of the elements.
        self.arrays: dict[str, tuple[tuple[str, ...], str]] = {}
        self.scalars: list[str] = []
        self.recipes = recipes()
        self.elementwise = [e for e in entries() if e.file == "elementwise" and e.parameters in (1, 2)]
        # Functions that draw random numbers are rare: nothing around them may move.
        self.random = False

    def expression(self, shape: Shape, kind: str, depth: int) -> str:
        """An expression of this shape and kind."""
        choice = self.rng.random()
        if depth <= 0 or choice < 0.15:
            return self.leaf(shape, kind)
        if choice < 0.55:
            return self.of_elements(shape, kind, depth)
        if choice < 0.65 and shape:
            return self.broadcast(shape, kind, depth)
        if choice < 0.75 and len(shape) < 2:
            return self.reduction(shape, kind, depth)
        return self.by_recipe(shape, kind, depth)

    def leaf(self, shape: Shape, kind: str) -> str:
        """An array or a part of one, a scalar, or a constant."""
        rng = self.rng
        if kind == "b":
            return f"({self.leaf(shape, 'f')} {rng.choice(['<', '>', '>='])} {rng.choice(['0.0', '0.25', 's'])})"
        if kind == "c":
            found = self.fitting(shape, "c")
            return rng.choice(found) if found and rng.random() < 0.7 else f"({self.leaf(shape, 'f')} * 1j)"
        if kind == "i":
            found = self.fitting(shape, "i")
            return rng.choice(found) if found else f"np.rint({self.leaf(shape, 'f')}).astype(np.int64)"
        found = self.fitting(shape, "f")
        if not shape:
            return rng.choice(["s", "0.5", "2.0", *self.scalars, *found])
        if found:
            return rng.choice(found)
        sizes = ", ".join(size_text(axis) for axis in shape)
        return f"np.ones(({sizes}{',' if len(shape) == 1 else ''}))"

    def fitting(self, shape: Shape, kind: str) -> list[str]:
        """Accesses to arrays that have this shape."""
        found = []
        for name, (sizes, elements) in self.arrays.items():
            if elements != kind:
                continue
            if len(sizes) == len(shape) and all(size == axis[0] for size, axis in zip(sizes, shape)):
                found.append(name + self.slices(shape))
            if len(sizes) == len(shape) == 2 and (sizes[1], sizes[0]) == (shape[0][0], shape[1][0]):
                found.append(f"{name}{self.slices((shape[1], shape[0]))}.T")
            if len(sizes) == 2 and len(shape) == 1:
                position = self.rng.choice(["0", "-1", "1"])
                if sizes[1] == shape[0][0]:
                    inner = self.slices(shape)[1:-1]
                    found.append(f"{name}[{position}]" if not inner else f"{name}[{position}, {inner}]")
                if sizes[0] == shape[0][0]:
                    found.append(f"{name}[{self.slices(shape)[1:-1] or ':'}, {position}]")
        return found

    def slices(self, shape: Shape) -> str:
        """The subscript that leaves out as many elements of each axis as the shape lacks."""
        if not any(trimmed for _, trimmed in shape):
            return self.rng.choice(["", "", "", "[:]"])
        return f"[{', '.join(self.slice(trimmed, size) for size, trimmed in shape)}]"

    def slice(self, trimmed: int, size: str) -> str:
        """A slice that leaves out some elements, at the start, at the end, or both."""
        if not trimmed:
            return ":"
        low = self.rng.randint(0, trimmed)
        high = trimmed - low
        end = self.rng.choice([f"-{high}", f"{size} - {high}"]) if high else ""
        return f"{low or ''}:{end}"

    def of_elements(self, shape: Shape, kind: str, depth: int) -> str:
        """A function of scalars or an operator, applied at every element."""
        rng = self.rng
        fitting = [e for e in self.elementwise if self.operand_kind(e, kind)]
        if not fitting:
            return self.leaf(shape, kind)
        entry = rng.choice(fitting)
        if rng.random() < 0.4:
            entry = rng.choice([e for e in fitting if e.name in OPERATORS] or [entry])
        operands_kind = self.operand_kind(entry, kind)
        operands = [self.expression(shape, operands_kind, depth - 1) for _ in range(entry.parameters)]
        if entry.parameters == 2 and operands_kind == "f" and rng.random() < 0.25:
            operands[1] = rng.choice(["s", "0.5", "2.0", *self.scalars])
        if entry.name in ("left_shift", "right_shift"):
            operands[1] = "2"
        if entry.name in DOMAINS and operands_kind != "i" and rng.random() < 0.8:
            operands[-1] = DOMAINS[entry.name].format(operands[-1])
            if entry.name == "power":
                operands = [f"np.abs({operands[0]})", rng.choice(["2", "2.0", "0.5", "3"])]
        if entry.name in OPERATORS and rng.random() < 0.7:
            return f"({operands[0]} {OPERATORS[entry.name]} {operands[1]})"
        if entry.name == "negative" and rng.random() < 0.7:
            return f"(-{operands[0]})"
        return f"np.{entry.name}({', '.join(operands)})"

    @staticmethod
    def operand_kind(entry: Entry, kind: str) -> str:
        """The kind of operands with which an elementwise entry gives the wanted kind; empty where none does."""
        operands = CONSTRAINTS.get(entry.constraint, "f")
        if entry.returns.startswith("Array[bool"):
            return operands if kind == "b" else ""
        if entry.returns.startswith("Array[Real["):
            return "c" if kind == "f" and operands == "c" else ""
        if kind == "c" and entry.name in ("add", "subtract", "multiply"):
            return "c"
        if kind == "i" and entry.name in ("add", "subtract", "multiply", "absolute", "maximum"):
            return "i"
        return operands if operands == kind and entry.constraint != "ComplexFloating" else ""

    def broadcast(self, shape: Shape, kind: str, depth: int) -> str:
        """A row, a column or a number beside a whole array."""
        if kind != "f":
            return self.leaf(shape, kind)
        whole = self.expression(shape, "f", depth - 1)
        if len(shape) == 2:
            column = self.expression(shape[:1], "f", depth - 2)
            row = self.expression(shape[1:], "f", depth - 2)
            other = self.rng.choice([row, f"({column})[:, np.newaxis]", f"({column})[:, None]"])
        else:
            other = self.expression(shape[1:], "f", depth - 2)
        return f"({whole} {self.rng.choice(['+', '-', '*'])} {other})"

    def reduction(self, shape: Shape, kind: str, depth: int) -> str:
        """A reduction along one axis, or of all elements."""
        rng = self.rng
        names = {"f": ["sum", "sum", "sum", "mean", "max", "min", "prod", "std", "var"], "b": ["any", "all"]}.get(kind)
        if names is None:
            return self.leaf(shape, kind)
        name = rng.choice(names)
        extra = (rng.choice(self.sizes), 0)
        axis = rng.choice([0, -1]) if shape else None
        inner = (extra, *shape) if axis == 0 else (*shape, extra)
        operand = self.expression(inner, kind, depth - 1)
        argument = "" if axis is None else f"axis={axis}"
        if rng.random() < 0.5:
            return f"np.{name}({operand}{', ' if argument else ''}{argument})"
        return f"({operand}).{name}({argument})"

    def by_recipe(self, shape: Shape, kind: str, depth: int) -> str:
        """An expression by one of the recipes."""
        square = len(shape) == 2 and shape[0] == shape[1]
        ranks = {"*", str(len(shape))} | ({"2s"} if square else set())
        fitting = [r for r in self.recipes if r.rank in ranks and r.kind == kind]
        fitting = [r for r in fitting if self.random or not r.entry.startswith("random")]
        if not fitting:
            return self.leaf(shape, kind)
        return self.filled(self.rng.choice(fitting).text, shape, depth)

    def filled(self, text: str, shape: Shape, depth: int) -> str:
        """The text of a recipe with operands and sizes in place."""
        axes = dict(zip("PQR", shape))
        for letter in "KL":
            axes[letter] = (self.rng.choice(self.sizes), 0)

        def operand(match: re.Match) -> str:
            kind, letters = match.group(1), match.group(2)
            inner = shape if letters is None else tuple(axes[letter] for letter in letters)
            inside = self.expression(inner, kind, depth - 1)
            after = match.string[match.end() : match.end() + 1]
            return f"({inside})" if after in (".", "[") and not inside.isidentifier() else inside

        text = re.sub(r"\{([fbic])(?::(\w+))?\}", operand, text)
        return re.sub(r"<(\w)>", lambda match: size_text(axes[match.group(1)]), text)
