"""Arguments for the programs of programs/adversarial: all small sizes, odd numbers, odd layouts, overlap.

A program's ARGUMENTS names its parameters in order: `n` is a size, `s=2.0` a number, and `A:n,m` an array of
these extents, `A:n,m@int64` of another dtype, `A:n,n@spd` a positive definite one. In programs whose name starts
with `numpy` arrays are NumPy arrays; in the others they are whatever the hint of the kernel says.
"""

from __future__ import annotations

import contextlib
import copy
import itertools
import zlib
from dataclasses import dataclass
from typing import Any, Callable, Iterator

import numpy as np

Values = dict[str, Any]
Change = Callable[[Values], None]

TINY = [(0,) * 5, (1,) * 5, (2,) * 5, (3,) * 5, (1, 3, 2, 4, 2), (3, 2, 1, 2, 3), (5, 4, 6, 3, 5)]
NORMAL = (9, 9, 9, 9, 9)
UNEQUAL = (8, 6, 7, 5, 9)
SPECIAL = [float("nan"), float("inf"), float("-inf"), 0.0, -0.0, 1e308, -1e200]
NOT_FLOATS = [3, True, None, 10**400, 1j, np.float64(2.5)]
SCALARS = [0.0, -0.0, *SPECIAL, -3.0, 2, True, None, 10**400, 1j, np.float64("inf"), np.float32(1.5)]


@contextlib.contextmanager
def recognizable_empty():
    """Lets np.empty give arrays full of one number, so that what is read from one unwritten is seen, always."""
    empty = np.empty

    def filled(*arguments: Any, **keywords: Any) -> np.ndarray:
        array = empty(*arguments, **keywords)
        if array.dtype.kind in "fc":
            array.fill(-12345.6789)
        return array

    np.empty = filled
    try:
        yield
    finally:
        np.empty = empty


@dataclass(frozen=True)
class Parameter:
    """A parameter of a kernel, as its ARGUMENTS describe it."""

    name: str
    extents: tuple[str, ...] | None = None
    dtype: str = "float64"
    number: float | None = None


def parse(arguments: str) -> list[Parameter]:
    """Reads a program's ARGUMENTS."""
    parameters = []
    for word in arguments.split():
        name, _, shape = word.partition(":")
        if shape:
            extents, _, dtype = shape.partition("@")
            parameters.append(Parameter(name, tuple(extents.split(",")), dtype or "float64"))
        elif "=" in word:
            name, _, number = word.partition("=")
            parameters.append(Parameter(name, number=float(number)))
        else:
            parameters.append(Parameter(word))
    return parameters


def size_names(parameters: list[Parameter]) -> list[str]:
    """All sizes, passed or only used as extents, in the order of the alphabet."""
    text = " ".join(extent for p in parameters for extent in p.extents or [])
    names = {name for name in "".join(c if c.isalpha() or c == "_" else " " for c in text).split()}
    return sorted(names | {p.name for p in parameters if p.extents is None and p.number is None})


def values(parameters: list[Parameter], sizes: tuple[int, ...], lists: bool) -> Values:
    """Random arguments, the same each time."""
    extents = dict(zip(size_names(parameters), sizes))
    rng = np.random.default_rng(zlib.crc32(repr((parameters, sizes)).encode()))
    result: Values = {}
    for parameter in parameters:
        if parameter.extents is not None:
            # Extents are arithmetic on sizes, such as 2*n.
            shape = [eval(extent, {}, dict(extents)) for extent in parameter.extents]  # noqa: S307 (our own programs)
            array = random_array(rng, shape, parameter.dtype)
            result[parameter.name] = array.tolist() if lists else array
        else:
            result[parameter.name] = extents[parameter.name] if parameter.number is None else parameter.number
    return result


def random_array(rng: np.random.Generator, shape: list[int], dtype: str) -> np.ndarray:
    """Numbers of both signs, away from zero."""
    array = rng.uniform(0.5, 2.0, shape) * rng.choice([-1.0, 1.0], shape)
    if dtype == "spd":
        return array @ array.T + 3.0 * len(array) * np.eye(len(array))
    if dtype.startswith("int"):
        array = array * 5.0
    return np.ascontiguousarray(array).astype(dtype)


def changes(parameters: list[Parameter], lists: bool) -> Iterator[tuple[str, Change]]:
    """All departures from plain arguments, each with its description."""
    arrays = [p.name for p in parameters if p.extents is not None]
    for parameter in parameters:
        if parameter.extents is None:
            yield from changes_of_number(parameter)
    for name in arrays:
        for number, position in itertools.product(SPECIAL, (0, 1, -1)):
            yield f"{name}.flat[{position}] = {number}", lambda v, a=name, p=position, x=number: put(v[a], p, x)
        yield from changes_of_list(name) if lists else changes_of_array(name)
    for first, second in itertools.permutations(arrays, 2):
        yield f"{first} is {second}", lambda v, a=first, b=second: v.update({a: v[b]})
        if not lists:
            yield from overlaps(first, second)
    sizes = [p.name for p in parameters if p.extents is None and p.number is None]
    yield "all sizes negative", lambda v: v.update({name: -1 for name in sizes})
    yield "all sizes zero", lambda v: v.update({name: 0 for name in sizes})


def changes_of_number(parameter: Parameter) -> Iterator[tuple[str, Change]]:
    """Other sizes than the arrays have, other scalars than floats."""
    name = parameter.name
    if parameter.number is not None:
        for number in SCALARS:
            yield f"{name} = {str(number)[:20]}", lambda v, x=number: v.update({name: x})
        return
    for size in (-2, -1, 0, 1, 2, True):
        yield f"{name} = {size}", lambda v, x=size: v.update({name: x})
    for offset in (-1, 1, 3):
        yield f"{name} changed by {offset}", lambda v, x=offset: v.update({name: v[name] + x})
    for kind in (float, np.int64, np.int32):
        yield f"{name} as {kind.__name__}", lambda v, kind=kind: v.update({name: kind(v[name])})


def put(target: Any, position: int, number: Any) -> None:
    """Stores a number into a list or an array that can hold it."""
    if isinstance(target, np.ndarray):
        if target.size and target.dtype.kind in "fc":
            target.flat[position % target.size] = number
        return
    while target and isinstance(target[0], list):
        target = target[position % len(target)]
    if target:
        target[position % len(target)] = number


def changes_of_list(name: str) -> Iterator[tuple[str, Change]]:
    """Elements and rows that the hint does not promise."""
    for item in NOT_FLOATS:
        yield f"{name} holds {str(item)[:20]}", lambda v, x=item: put(v[name], 5, x)
    for label, change in LIST_CHANGES.items():
        yield f"{name} {label}", lambda v, change=change: change(v, name)


def rows(values: Values, name: str) -> list[list]:
    """The rows of a list of lists."""
    return [row for row in values[name] if isinstance(row, list)]


def mapped(function: Callable[[Any], Any]) -> Callable[[Values, str], None]:
    """A change of all elements."""

    def apply(target: Any) -> Any:
        return [apply(item) for item in target] if isinstance(target, list) else function(target)

    return lambda v, name: v.update({name: apply(v[name])})


LIST_CHANGES: dict[str, Callable[[Values, str], Any]] = {
    "of ints": mapped(lambda x: int(x * 2)),
    "of zeros": mapped(lambda x: 0.0),
    "of equal numbers": mapped(lambda x: 1.0),
    "of infinities": mapped(lambda x: float("inf")),
    "of huge numbers": mapped(lambda x: x * 1e200),
    "too short": lambda v, name: v[name].pop() if v[name] else None,
    "too long": lambda v, name: v[name].append(copy.deepcopy(v[name][-1])) if v[name] else None,
    "ragged": lambda v, name: [row.pop() for row in rows(v, name)[-1:] if row],
    "wider": lambda v, name: [row.append(0.5) for row in rows(v, name)],
    "with a shared row": lambda v, name: v[name].__setitem__(-1, v[name][0]) if v[name] else None,
    "as a tuple": lambda v, name: v.update({name: tuple(v[name])}),
    "as an array": lambda v, name: v.update({name: np.array(v[name])}),
    "empty": lambda v, name: v.update({name: []}),
}


class Subclass(np.ndarray):
    """A subclass that changes nothing."""


def read_only(array: np.ndarray) -> np.ndarray:
    """The array, no longer writeable."""
    array = array.copy()
    array.flags.writeable = False
    return array


def strided(array: np.ndarray, strides: int) -> np.ndarray:
    """An array of this shape whose elements share memory."""
    memory = np.arange(float(sum(array.shape) + 4))
    return np.lib.stride_tricks.as_strided(memory, array.shape, (strides,) * array.ndim)


ARRAY_CHANGES: dict[str, Callable[[np.ndarray], Any]] = {
    **{f"as {dtype}": lambda a, dtype=dtype: a.astype(dtype) for dtype in "float32 int64 bool complex128 O >f8".split()},
    "in Fortran order": np.asfortranarray,
    "strided": lambda a: np.repeat(a, 2, axis=-1)[..., ::2],
    "backwards": lambda a: a[::-1].copy()[::-1],
    "read-only": read_only,
    "too short": lambda a: a[:-1].copy(),
    "too long": lambda a: np.concatenate([a, a[:2]]),
    "too narrow": lambda a: a[..., :-1].copy(),
    "too wide": lambda a: np.concatenate([a, a[..., :2]], axis=-1),
    "of one column": lambda a: a[..., :1].copy(),
    "of one row": lambda a: a[:1].copy(),
    "without rows": lambda a: a[:0],
    "of a subclass": lambda a: a.view(Subclass),
    "masked": np.ma.masked_array,
    "as a list": lambda a: a.tolist(),
    "as None": lambda a: None,
    "of one axis more": lambda a: a[..., np.newaxis].copy(),
    "of one axis less": lambda a: a[0].copy() if len(a) else a,
    "of one repeated element": lambda a: strided(a, 0),
    "overlapping itself": lambda a: strided(a, 8),
    "of zeros": lambda a: a * 0,
    "of equal numbers": np.ones_like,
    "of huge numbers": lambda a: a * 1e200 if a.dtype.kind in "fc" else a,
}


def changes_of_array(name: str) -> Iterator[tuple[str, Change]]:
    """Other dtypes, layouts and shapes."""
    for label, change in ARRAY_CHANGES.items():
        yield f"{name} {label}", lambda v, change=change: v.update({name: change(v[name])})


def overlaps(first: str, second: str) -> Iterator[tuple[str, Change]]:
    """Views of one buffer, some of which share no element."""
    yield f"{first} is {second}.T", lambda v: v.update({first: v[second].T})
    yield f"{first} is {second} reversed", lambda v: v.update({first: v[second][::-1]})

    def same_kind(v: Values) -> bool:
        a, b = v[first], v[second]
        return a.shape == b.shape and a.dtype == b.dtype and a.size > 0

    def windows(v: Values) -> None:
        if same_kind(v):
            buffer = np.concatenate([v[first].ravel(), v[second].ravel()[-1:]])
            v[first], v[second] = buffer[:-1].reshape(v[first].shape), buffer[1:].reshape(v[second].shape)

    def interleaved(v: Values) -> None:
        if same_kind(v):
            buffer = np.stack([v[first], v[second]], axis=-1)
            v[first], v[second] = buffer[..., 0], buffer[..., 1]

    def row(v: Values) -> None:
        if v[second].ndim == v[first].ndim + 1 and len(v[second]):
            v[first] = v[second][0]

    yield f"{first} and {second} overlap", windows
    yield f"{first} and {second} are interleaved", interleaved
    yield f"{first} is a row of {second}", row
