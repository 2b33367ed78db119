"""The programs that the tests compile, each with the function to call and arguments of any size for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable

import numpy as np

PROGRAMS = Path(__file__).parent / "programs"

# Variables (M) and samples (N): degenerate, small, N above M, M above N, and large enough to be worth it.
SIZES = [(1, 1), (1, 3), (2, 1), (2, 2), (3, 2), (3, 3), (17, 23), (23, 17)]
PROFITABLE_SIZES = [(64, 50), (130, 150), (150, 130)]

Arrays = dict[str, Any]


@dataclass(frozen=True)
class Kernel:
    """A program of programs/, the function in it, and how to make its arguments.

    `owner` is the class whose method it is, None for a plain function. `select` picks the arguments out of
    the problem's arrays, sizes and `self`.
    """

    path: Path
    function: str
    select: str
    owner: str | None = "Correlation"

    @property
    def name(self) -> str:
        """The program's name, for test identifiers."""
        return self.path.stem

    @property
    def uses_lists(self) -> bool:
        """Whether its arrays are lists."""
        return "list" in self.path.stem

    def call(self, module: Any) -> Callable:
        """The function; a method is called with its instance as the first argument."""
        return getattr(getattr(module, self.owner) if self.owner else module, self.function)

    def arguments(self, module: Any, values: Arrays) -> tuple:
        """The argument tuple for the arrays of a problem."""
        values = dict(values)
        if self.owner:
            values["self"] = getattr(module, self.owner)(values["m"], values["n"])
        return tuple(values[name] for name in self.select.split())

    def make_arguments(self, m: int, n: int, seed: int = 0) -> Callable[[Any], tuple]:
        """A factory of arguments for M variables and N samples, equal each time it is called."""
        return lambda module: self.arguments(module, self.values(m, n, seed))

    def values(self, m: int, n: int, seed: int = 0) -> Arrays:
        """The arrays of a problem, as lists where the program wants lists."""
        values = problem(m, n, np.random.default_rng(seed))
        if self.name == "list_variables_in_rows":
            values["data"] = np.ascontiguousarray(values["data"].T)
        return to_lists(values) if self.uses_lists else values


def problem(m: int, n: int, rng: np.random.Generator) -> Arrays:
    """Random samples of M variables, one of them constant, and outputs full of leftovers."""
    data = rng.standard_normal((n, m)) * rng.uniform(0.5, 3.0, m) + rng.uniform(-2.0, 2.0, m)
    data[:, m // 2] = 0.75
    return {
        "m": m,
        "n": n,
        "float_n": float(n),
        "data": data,
        "corr": rng.standard_normal((m, m)),
        "mean": rng.standard_normal(m),
        "stddev": rng.uniform(0.5, 2.0, m),
    }


def to_lists(values: Arrays) -> Arrays:
    """The same arrays as nested lists of Python floats."""
    return {name: v.tolist() if isinstance(v, np.ndarray) else v for name, v in values.items()}


METHOD = "self float_n data corr mean stddev"
FUNCTION = "m n data corr"
ALL = "m n float_n data corr mean stddev"


def variant(name: str, function: str = "kernel", select: str = METHOD, owner: str | None = None) -> Kernel:
    """A program of programs/variants; one that takes `self` is a method of Correlation unless told."""
    if owner is None and select.startswith("self"):
        owner = "Correlation"
    return Kernel(PROGRAMS / "variants" / f"{name}.py", function, select, owner)


CORRELATION_LIST = Kernel(PROGRAMS / "correlation_list.py", "kernel", METHOD)
CORRELATION_NUMPY = Kernel(PROGRAMS / "correlation_numpy.py", "kernel", METHOD)

VARIANTS = [
    variant("list_renamed", "correlate", ALL),
    variant("list_samples_outermost"),
    variant("list_lower_triangle"),
    variant("list_scalar_accumulator"),
    variant("list_column_first"),
    variant("list_sizes_by_len", select="data corr"),
    variant("list_separate_nests"),
    variant("list_element_hints", "correlation", "self data corr", "Statistics"),
    variant("list_extra_statements"),
    variant("list_full_square", select=FUNCTION),
    variant("list_variables_in_rows", select=FUNCTION),
    variant("list_local_sizes"),
    variant("numpy_renamed", "correlate", ALL),
    variant("numpy_lower_triangle"),
    variant("numpy_dot_row"),
    variant("numpy_matmul_row"),
    variant("numpy_einsum_row", select=FUNCTION),
    variant("numpy_sum_of_product"),
    variant("numpy_dot_of_columns"),
    variant("numpy_explicit_loops"),
    variant("numpy_scalar_accumulator", select=FUNCTION),
    variant("numpy_extra_statements"),
    variant("numpy_sizes_by_shape", select="data corr"),
    variant("numpy_element_hints", "correlation", "self data corr", "Statistics"),
]

KERNELS = [CORRELATION_LIST, CORRELATION_NUMPY, *VARIANTS]
