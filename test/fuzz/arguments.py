"""Arguments for random kernels: plain ones, odd sizes, odd numbers, odd layouts, and arguments that overlap."""

from __future__ import annotations

import contextlib
import random
from typing import Any, Callable

import numpy as np

from kernel import Kernel

PLAIN_SIZES = [(4, 4), (5, 7), (7, 5), (6, 6), (9, 8)]
SQUARE_SIZES = [(4, 4), (6, 6), (9, 9)]
PLAIN_CALLS = 3
ODD_SIZES = [(0, 0), (1, 1), (1, 3), (3, 1), (2, 2), (0, 4), (4, 0), (-1, 4), (4, -2), (-3, -3)]
NUMBERS = [float("nan"), float("inf"), float("-inf"), 0.0, -0.0, 1e300]
NOT_FLOATS = [3, True, None, 10**400, np.float64(2.5)]


class Draw:
    """Arguments of one call: sizes, random data, and changes that make them odd."""

    def __init__(self, kernel: Kernel, rng: random.Random, plain: int | None = None) -> None:
        self.kernel = kernel
        self.seed = rng.randrange(2**32)
        self.allocated = rng.choice(PLAIN_SIZES)
        self.sizes = rng.choice(ODD_SIZES) if rng.random() < 0.3 else self.allocated
        if rng.random() < 0.2:
            self.allocated = tuple(max(0, size + rng.choice([0, 1, -1])) for size in self.sizes)
        elif rng.random() < 0.6:
            self.allocated = tuple(size + 2 for size in self.allocated)
        self.changes = [change(kernel, rng) for _ in range(rng.choice([0, 1, 1, 1, 2]))]
        if plain is not None:
            # Whole arrays must have equal shapes, subscripts may reach a little beyond the sizes, some programs
            # work on squares only.
            sizes, spare = [(PLAIN_SIZES, 0), (PLAIN_SIZES, 2), (SQUARE_SIZES, 0)][plain]
            self.sizes, self.changes = rng.choice(sizes), []
            self.allocated = tuple(size + spare for size in self.sizes)

    def values(self, noise: int | None = None) -> dict[str, Any]:
        """The arguments by name, equal each time; `noise` seeds a change in the last digits of the data."""
        values = plain(self.kernel, self.allocated, self.seed, noise)
        values["n"], values["m"] = self.sizes
        for _, apply in self.changes:
            apply(values)
        return values

    def call(self, module: Any, noise: int | None = None) -> tuple[Callable, tuple]:
        """The function or method to call, and its arguments."""
        values = self.values(noise)
        sizes = values.pop("n"), values.pop("m")
        if not self.kernel.is_method:
            return getattr(module, self.kernel.name), (*sizes, values.pop("s"), *values.values())
        kind = getattr(module, self.kernel.class_name)
        job = values.pop("self", lambda kind, sizes: kind(*sizes))(kind, sizes)
        return getattr(kind, self.kernel.name), (job, values.pop("s"), *values.values())

    def __str__(self) -> str:
        names = ", ".join(name for name, _ in self.changes)
        head = f"(n, m) = {self.sizes}, arrays of {self.allocated}, data seed {self.seed}"
        return f"{head}, changes: {names or 'none'}"


def plain(kernel: Kernel, sizes: tuple[int, ...], seed: int, noise: int | None) -> dict[str, Any]:
    """Random numbers, for arrays or lists."""
    rng = np.random.default_rng(seed)
    disturbed = np.random.default_rng(noise)
    extents = dict(zip(("n", "m"), sizes, strict=True))
    values: dict[str, Any] = {"s": 1.25}
    for name, shape in kernel.shapes.items():
        dtype = kernel.dtype(name)
        array = rng.uniform(-1.0, 1.0, [max(0, extents[size]) for size in shape])
        if dtype == "complex128":
            array = array + 1j * rng.uniform(-1.0, 1.0, array.shape)
        elif dtype == "int64":
            array = rng.integers(-3, 4, array.shape)
        if noise is not None and dtype != "int64":
            array = array * (1.0 + (1e-12 if dtype != "float32" else 1e-6) * disturbed.uniform(-1.0, 1.0, array.shape))
        array = array.astype(dtype)
        if kernel.flat:
            array = array.ravel()
        values[name] = array.tolist() if kernel.uses_lists else array
    return values


class OddArray(np.ndarray):
    """An array of a class of one's own, whose sums are others."""

    def sum(self, *arguments: Any, **keywords: Any) -> Any:
        """Off by one, which tells who has called it."""
        return np.asarray(self).sum(*arguments, **keywords) + 1.0


class OddList(list):
    """A list of a class of one's own."""


class OddFloat(float):
    """A number of a class of one's own."""


def change(kernel: Kernel, rng: random.Random) -> tuple[str, Callable[[dict], None]]:
    """One departure from plain arguments."""
    first, second = rng.choice(list(kernel.shapes)), rng.choice(list(kernel.shapes))
    position, number = rng.randrange(60), rng.choice(NUMBERS)
    if rng.random() < 0.15:
        return f"{first} is {second}", lambda values: values.update({first: values[second]})
    if rng.random() < 0.2:
        item = rng.choice([*NUMBERS, *NUMBERS, OddFloat(1.25), np.float64(0.5), np.float32(0.5), 2, True, None, 1j])
        return f"s = {item!r}", lambda values: values.update(s=item)
    if rng.random() < 0.1:
        return change_of_sizes(kernel, rng)
    if rng.random() < 0.25:
        return f"{first}.flat[{position}] = {number!r}", lambda values: put(values[first], position, number)
    if kernel.uses_lists:
        item = rng.choice(NOT_FLOATS)
        choices = {
            f"{first}.flat[{position}] = {str(item)[:20]}": lambda values: put(values[first], position, item),
            f"{first} has a shared row": lambda values: share_row(values[first]),
            f"{first} and {second} share a row": lambda values: share_between(values[first], values[second]),
            f"{first} is ragged": lambda values: shorten(values[first]),
            f"{first} is an array": lambda values: values.update({first: as_array(values[first])}),
            f"{first} is a tuple": lambda values: values.update({first: tuple(values[first])}),
            f"{first} is of a subclass": lambda values: values.update({first: OddList(values[first])}),
            f"{first} has a row of a subclass": lambda values: odd_row(values[first]),
        }
    else:
        choices = {name: layout_change(first, apply) for name, apply in LAYOUTS.items()}
        choices[f"{first} and {second} overlap"] = lambda values: overlap(values, first, second)
        choices[f"{first} is a view of {second}"] = lambda values: view_of(values, first, second)
    name = rng.choice(list(choices))
    return f"{first}: {name}", choices[name]


def change_of_sizes(kernel: Kernel, rng: random.Random) -> tuple[str, Callable[[dict], None]]:
    """Sizes of other types, or an object of another class."""
    if not kernel.is_method or rng.random() < 0.5:
        name, convert = rng.choice([("n", np.int64), ("m", float), ("n", bool), ("m", np.int32)])
        return f"{name}: {convert.__name__}", lambda values: values.update({name: convert(values[name])})
    name = rng.choice(list(ODD_OBJECTS))
    return name, lambda values: values.update(self=ODD_OBJECTS[name])


def of_a_subclass(kind: type, sizes: tuple) -> Any:
    """An object of a class that derives from the program's."""
    return type("Derived", (kind,), {})(*sizes)


def with_a_property(kind: type, sizes: tuple) -> Any:
    """An object whose size is computed, another one each time."""

    def computed(self: Any) -> int:
        self.asked = getattr(self, "asked", 0) + 1
        return sizes[0] - (self.asked > 2)

    derived = type("Computed", (kind,), {"N": property(computed, lambda self, value: None)})
    return derived(*sizes)


def without_a_size(kind: type, sizes: tuple) -> Any:
    """An object that lacks an attribute."""
    job = kind(*sizes)
    del job.M
    return job


ODD_OBJECTS: dict[str, Callable[[type, tuple], Any]] = {
    "self of a subclass": of_a_subclass,
    "self.N is a property": with_a_property,
    "self.M is missing": without_a_size,
}


def put(target: Any, position: int, number: Any) -> None:
    """Stores a number somewhere into a list or an array."""
    if isinstance(target, np.ndarray):
        if target.size and target.flags.writeable and target.dtype.kind == "f":
            # An array made of a list keeps what it cannot hold out.
            with contextlib.suppress(TypeError, ValueError, OverflowError):
                target.flat[position % target.size] = number
        return
    while target and isinstance(target[0], list):
        target = target[position % len(target)]
    if isinstance(target, list) and target:
        target[position % len(target)] = number


def share_row(target: Any) -> None:
    """Makes the last row the first one."""
    if isinstance(target, list) and target:
        target[-1] = target[0]


def share_between(first: Any, second: Any) -> None:
    """Makes the last row of one list the first row of another."""
    if isinstance(first, list) and isinstance(second, list) and first and second and isinstance(second[0], list):
        if isinstance(first[-1], list):
            first[-1] = second[0]


def odd_row(target: Any) -> None:
    """Makes the last row one of a subclass."""
    if isinstance(target, list) and target and isinstance(target[-1], list):
        target[-1] = OddList(target[-1])


def view_of(values: dict, first: str, second: str) -> None:
    """Makes one array a window of another, with its own shape, where that is large enough."""
    a, b = values[first], values[second]
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray) and a.ndim <= b.ndim and a.dtype == b.dtype and b.size:
        window = b[(0,) * (b.ndim - a.ndim)][tuple(slice(0, size) for size in a.shape)]
        if window.shape == a.shape:
            values[first] = window


def shorten(target: Any) -> None:
    """Takes one element of the last row, or of the list."""
    if isinstance(target, list) and target:
        row = target[-1] if isinstance(target[-1], list) else target
        if row:
            row.pop()


def as_array(target: Any) -> Any:
    """The list as an array, one of objects where it is ragged or holds more than numbers."""
    try:
        return np.array(target)
    except ValueError:
        return np.array(target, dtype=object)


def layout_change(name: str, apply: Callable[[np.ndarray], Any]) -> Callable[[dict], None]:
    """A change of one array, unless another change has made something else of it, which may not allow this one."""

    def change_one(values: dict) -> None:
        if isinstance(values[name], np.ndarray):
            with contextlib.suppress(TypeError, ValueError, OverflowError):
                values[name] = apply(values[name])

    return change_one


def read_only(array: np.ndarray) -> np.ndarray:
    """The array, no longer writeable."""
    array = array.copy()
    array.flags.writeable = False
    return array


def overlap(values: dict, first: str, second: str) -> None:
    """Makes two arrays of one shape windows of one buffer that share all but one element."""
    a, b = values[first], values[second]
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray) and a.shape == b.shape and a.size and first != second:
        buffer = np.concatenate([a.ravel(), b.ravel()[-1:]])
        values[first], values[second] = buffer[:-1].reshape(a.shape), buffer[1:].reshape(b.shape)


LAYOUTS: dict[str, Callable[[np.ndarray], Any]] = {
    "Fortran order": np.asfortranarray,
    "every second element": lambda a: np.repeat(a, 2, axis=-1)[..., ::2] if a.ndim else a,
    "backwards": lambda a: a[::-1].copy()[::-1] if a.ndim else a,
    "read-only": read_only,
    "float32": lambda a: a.astype("float32"),
    "int64": lambda a: (a * 9).astype("int64"),
    "one row": lambda a: a[:1].copy() if a.ndim else a,
    "one column": lambda a: a[..., :1].copy() if a.ndim else a,
    "byte-swapped": lambda a: a.astype(a.dtype.newbyteorder()),
    "of a subclass": lambda a: a.copy().view(OddArray),
    "objects": lambda a: a.astype(object),
    "no axis": lambda a: a.reshape(-1)[:1].reshape(()) if a.size else a,
    "one axis more": lambda a: a[..., np.newaxis],
    "complex": lambda a: a.astype(complex),
    "transposed": lambda a: a.T.copy().T,
    "empty": lambda a: a[:0].copy() if a.ndim else a,
    "repeated": lambda a: np.lib.stride_tricks.as_strided(a, a.shape, (0,) * a.ndim) if a.size else a,
    "list": lambda a: a.tolist(),
}
