"""Arguments for random kernels: plain ones, odd sizes, odd numbers, odd layouts, and arguments that overlap."""

from __future__ import annotations

import contextlib
import random
from typing import Any, Callable

import numpy as np

from generate import Kernel

PLAIN_SIZES = [(4, 4), (5, 7), (7, 5), (6, 6), (9, 8)]
ODD_SIZES = [(0, 0), (1, 1), (1, 3), (3, 1), (2, 2), (0, 4), (4, 0), (-1, 4), (4, -2), (-3, -3)]
NUMBERS = [float("nan"), float("inf"), float("-inf"), 0.0, -0.0, 1e300]
NOT_FLOATS = [3, True, None, 10**400, np.float64(2.5)]


def factory(kernel: Kernel, rng: random.Random) -> tuple[str, Callable[[Any], tuple]]:
    """A description of arguments, and what makes them, equal each time."""
    seed = rng.randrange(2**32)
    allocated = rng.choice(PLAIN_SIZES)
    sizes = rng.choice(ODD_SIZES) if rng.random() < 0.3 else allocated
    if rng.random() < 0.2:
        allocated = tuple(max(0, size + rng.choice([0, 1, -1])) for size in sizes)
    elif rng.random() < 0.6:
        allocated = tuple(size + 2 for size in allocated)
    changes = [change(kernel, rng) for _ in range(rng.choice([0, 0, 1, 1, 2]))]

    def make(_module: Any) -> tuple:
        values = plain(kernel, allocated, seed)
        for _, apply in changes:
            apply(values)
        return (*sizes, values.pop("s"), *values.values())

    names = ", ".join(name for name, _ in changes)
    return f"(n, m) = {sizes}, arrays of {allocated}, data seed {seed}, changes: {names or 'none'}", make


def plain(kernel: Kernel, sizes: tuple[int, ...], seed: int) -> dict[str, Any]:
    """Random numbers, for arrays or lists."""
    rng = np.random.default_rng(seed)
    extents = dict(zip(("n", "m"), sizes, strict=True))
    values: dict[str, Any] = {"s": 1.25}
    for name, shape in kernel.shapes.items():
        array = rng.uniform(-1.0, 1.0, [max(0, extents[size]) for size in shape])
        if kernel.flat:
            array = array.ravel()
        values[name] = array.tolist() if kernel.uses_lists else array
    return values


def change(kernel: Kernel, rng: random.Random) -> tuple[str, Callable[[dict], None]]:
    """One departure from plain arguments."""
    first, second = rng.choice(list(kernel.shapes)), rng.choice(list(kernel.shapes))
    position, number = rng.randrange(60), rng.choice(NUMBERS)
    if rng.random() < 0.3:
        return f"{first} is {second}", lambda values: values.update({first: values[second]})
    if rng.random() < 0.3:
        return f"s = {number!r}", lambda values: values.update(s=number)
    if rng.random() < 0.4:
        return f"{first}.flat[{position}] = {number!r}", lambda values: put(values[first], position, number)
    if kernel.uses_lists:
        item = rng.choice(NOT_FLOATS)
        choices = {
            f"{first}.flat[{position}] = {str(item)[:20]}": lambda values: put(values[first], position, item),
            f"{first} has a shared row": lambda values: share_row(values[first]),
            f"{first} is ragged": lambda values: shorten(values[first]),
            f"{first} is an array": lambda values: values.update({first: as_array(values[first])}),
        }
    else:
        choices = {name: layout_change(first, apply) for name, apply in LAYOUTS.items()}
        choices[f"{first} and {second} overlap"] = lambda values: overlap(values, first, second)
    name = rng.choice(list(choices))
    return f"{first}: {name}", choices[name]


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
    if target:
        target[position % len(target)] = number


def share_row(target: Any) -> None:
    """Makes the last row the first one."""
    if isinstance(target, list) and target:
        target[-1] = target[0]


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
    """A change of one array, unless another change has made something else of it."""
    return lambda values: values.update({name: apply(values[name])} if isinstance(values[name], np.ndarray) else {})


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
    "every second element": lambda a: np.repeat(a, 2, axis=-1)[..., ::2],
    "backwards": lambda a: a[::-1].copy()[::-1],
    "read-only": read_only,
    "float32": lambda a: a.astype("float32"),
    "int64": lambda a: (a * 9).astype("int64"),
    "one row": lambda a: a[:1].copy(),
    "one column": lambda a: a[..., :1].copy(),
    "repeated": lambda a: np.lib.stride_tricks.as_strided(a, a.shape, (0,) * a.ndim) if a.size else a,
    "list": lambda a: a.tolist(),
}
