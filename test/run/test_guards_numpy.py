"""Arguments that the NumPy program's hints do not promise: the original's result or exception, exactly."""

from __future__ import annotations

import types
import warnings
from typing import Any, Callable

import numpy as np
import pytest

import oracle
from kernels import CORRELATION_NUMPY as KERNEL

M, N = 64, 64
CASES: list[Any] = []


class Strict(np.ndarray):
    """A subclass that changes nothing."""


def case(*, falls_back: bool) -> Callable:
    """Registers a function that changes the arrays of a problem; `falls_back`: the original must run."""

    def register(change: Callable[[dict], None]) -> Callable:
        CASES.append(pytest.param(change, falls_back, id=change.__name__))
        return change

    return register


def replaced(name: str, change: Callable[[Any], Any], label: str, *, falls_back: bool) -> None:
    """Registers a case that replaces one argument."""

    def apply(values: dict) -> None:
        values[name] = change(values[name])

    CASES.append(pytest.param(apply, falls_back, id=f"{name}_{label}"))


for array in ("data", "corr", "mean", "stddev"):
    for dtype in ("float32", "int64", "complex128", "object", ">f8", "bool"):
        replaced(array, lambda a, dtype=dtype: a.astype(dtype), dtype, falls_back=True)
    replaced(array, lambda a: a[..., np.newaxis].copy(), "rank_above", falls_back=True)
    replaced(array, lambda a: a[0].copy() if a.ndim > 1 else np.float64(a[0]), "rank_below", falls_back=True)
    replaced(array, lambda a: a.tolist(), "list", falls_back=True)
    replaced(array, lambda a: None, "none", falls_back=True)
    replaced(array, lambda a: a.view(Strict), "subclass", falls_back=True)
    replaced(array, np.ma.masked_array, "masked", falls_back=True)
    replaced(array, lambda a: read_only(a), "read_only", falls_back=True)
    replaced(array, lambda a: a[:-1].copy(), "short", falls_back=True)
    replaced(array, lambda a: np.concatenate([a, a[:2]]), "long", falls_back=False)
    replaced(array, np.asfortranarray, "fortran_order", falls_back=False)
    replaced(array, lambda a: np.repeat(a, 2, axis=-1)[..., ::2], "strided", falls_back=False)
    replaced(array, lambda a: a[::-1].copy()[::-1], "negative_stride", falls_back=False)
    replaced(array, lambda a: unaligned(a), "unaligned", falls_back=False)

for label, number, fallback in [
    ("int", N, True),
    ("bool", True, True),
    ("none", None, True),
    ("string", "64", True),
    ("complex", complex(N), True),
    ("array", np.array([float(N)]), True),
    ("numpy_float", np.float64(N), False),
    ("float32", np.float32(N), True),
    ("negative", -float(N), False),
    ("nan", float("nan"), False),
    ("infinite", float("inf"), False),
    ("zero", 0.0, False),
]:
    replaced("float_n", lambda _, number=number: number, label, falls_back=fallback)

for label, size, fallback in [
    ("above", M + 3, True),
    ("below", M - 3, False),
    ("one", 1, False),
    ("zero", 0, False),
    ("negative", -2, False),
    ("float", float(M), True),
    ("bool", True, False),
    ("none", None, True),
    ("numpy_int", np.int64(M), False),
]:
    replaced("m", lambda _, size=size: size, label, falls_back=fallback)
    replaced("n", lambda _, size=size: size, label, falls_back=False)


def read_only(array: np.ndarray) -> np.ndarray:
    """The array, no longer writeable."""
    array = array.copy()
    array.flags.writeable = False
    return array


def unaligned(array: np.ndarray) -> np.ndarray:
    """The same numbers at an odd address."""
    buffer = np.zeros(array.nbytes + 1, dtype=np.uint8)
    moved = buffer[1:].view(np.float64).reshape(array.shape)
    moved[...] = array
    return moved


@case(falls_back=True)
def corr_is_data(values: dict) -> None:
    """One array in two places."""
    values["corr"] = values["data"]


@case(falls_back=True)
def mean_is_stddev(values: dict) -> None:
    """One vector in two places."""
    values["mean"] = values["stddev"]


@case(falls_back=True)
def mean_is_a_row_of_corr(values: dict) -> None:
    """A written vector inside a written matrix."""
    values["mean"] = values["corr"][5]


@case(falls_back=True)
def stddev_is_a_column_of_data(values: dict) -> None:
    """A written vector inside a matrix, with other strides."""
    values["stddev"] = values["data"][:, 3]


@case(falls_back=True)
def corr_overlaps_data(values: dict) -> None:
    """Two windows of one buffer that share their half."""
    buffer = np.concatenate([values["data"], values["corr"]])
    values["data"], values["corr"] = buffer[:N], buffer[N // 2 : N // 2 + M]


@case(falls_back=True)
def corr_is_data_transposed(values: dict) -> None:
    """Two views of one buffer."""
    values["corr"] = values["data"].T


@case(falls_back=True)
def corr_overlaps_itself(values: dict) -> None:
    """All rows of the result are the same memory."""
    values["corr"] = np.lib.stride_tricks.as_strided(np.zeros(M), (M, M), (0, 8))


@case(falls_back=False)
def neighbours_in_one_buffer(values: dict) -> None:
    """Windows of one buffer that touch and do not overlap."""
    buffer = np.concatenate([values["data"], values["corr"]])
    values["data"], values["corr"] = buffer[:N], buffer[N:]


@case(falls_back=False)
def nan_in_data(values: dict) -> None:
    """One NaN spoils its column, and its row and column of the result."""
    values["data"][3, 7] = np.nan


@case(falls_back=False)
def infinity_in_data(values: dict) -> None:
    """One infinite entry, and one of the other sign elsewhere."""
    values["data"][3, 7], values["data"][5, 9] = np.inf, -np.inf


@case(falls_back=False)
def huge_numbers(values: dict) -> None:
    """Squares overflow in one column."""
    values["data"][:, 4] *= 1e200


@case(falls_back=False)
def empty(values: dict) -> None:
    """No samples and no variables."""
    values.update(m=0, n=0, data=np.empty((0, 0)), corr=np.empty((0, 0)), mean=np.empty(0), stddev=np.empty(0))


@case(falls_back=False)
def no_samples(values: dict) -> None:
    """Variables, but no samples."""
    values.update(n=0, data=np.empty((0, M)))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("change", "falls_back"), CASES)
def test_unexpected_arguments(compiled, change, falls_back):
    """Result or exception, all arguments and their identities are the original's."""

    def make_arguments(module):
        values = KERNEL.values(M, N)
        change(values)
        return KERNEL.arguments(module, values)

    outcome = oracle.check(compiled(KERNEL), KERNEL.call, make_arguments)
    assert not (falls_back and outcome.ran_optimized)


def with_instance(make_instance: Callable[[type], Any]) -> Callable:
    """Arguments whose `self` is made from the module's class."""

    def make_arguments(module):
        values = KERNEL.values(M, N)
        instance = make_instance(module.Correlation)
        return (instance, *(values[name] for name in ("float_n", "data", "corr", "mean", "stddev")))

    return make_arguments


def property_that_counts(owner: type) -> Any:
    """M is a property that remembers how often it was read."""

    def read(self):
        self.reads += 1
        return M

    instance = type("Counting", (owner,), {"M": property(read, lambda self, value: None)})(M, N)
    instance.reads = 0
    return instance


def size_that_shrinks(owner: type) -> Any:
    """M is one less each time it is read."""

    def read(self):
        self.left -= 1
        return self.left

    instance = type("Shrinking", (owner,), {"M": property(read, lambda self, value: None)})(M, N)
    instance.left = M
    return instance


def attribute_by_getattr(owner: type) -> Any:
    """M comes from __getattr__, which prints."""

    def read(self, name):
        print("asked for", name)
        return {"M": M}[name]

    instance = type("Dynamic", (owner,), {"__getattr__": read})(M, N)
    del instance.__dict__["M"]
    return instance


def attribute_missing(owner: type) -> Any:
    """N was never set."""
    instance = owner(M, N)
    del instance.__dict__["N"]
    return instance


def class_attribute(owner: type) -> Any:
    """M is an attribute of the class alone."""
    instance = type("Shared", (owner,), {"M": M})(M, N)
    del instance.__dict__["M"]
    return instance


def another_class(_owner: type) -> Any:
    """Not an instance of the class at all."""
    return types.SimpleNamespace(M=M, N=N)


@pytest.mark.parametrize(
    ("make_instance", "falls_back"),
    [
        (property_that_counts, True),
        (size_that_shrinks, True),
        (attribute_by_getattr, True),
        (attribute_missing, True),
        (class_attribute, False),
        (another_class, False),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_unexpected_instances(compiled, make_instance, falls_back):
    """Sizes that are not plain attributes are read as often and in the order that the original reads them."""
    outcome = oracle.check(compiled(KERNEL), KERNEL.call, with_instance(make_instance))
    assert not (falls_back and outcome.ran_optimized)


@pytest.mark.parametrize("state", ["raise", "warn", "print", "ignore"])
def test_error_state(compiled, state):
    """Under an error state that raises, the original raises what it always raised, where it always did."""

    def call(module):
        def under_state(*arguments):
            with np.errstate(all=state):
                return KERNEL.call(module)(*arguments)

        return under_state

    def make_arguments(module):
        return KERNEL.arguments(module, {**KERNEL.values(M, N), "float_n": 0.0})

    outcome = oracle.check(compiled(KERNEL), call, make_arguments)
    assert not (state == "raise" and outcome.ran_optimized)
    assert (state == "raise") == isinstance(outcome.exception, FloatingPointError)


def test_warnings_as_errors(compiled):
    """With warnings turned into errors, the original runs up to the statement that warns."""

    def call(module):
        def under_filter(*arguments):
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                return KERNEL.call(module)(*arguments)

        return under_filter

    def make_arguments(module):
        return KERNEL.arguments(module, {**KERNEL.values(M, N), "float_n": 0.0})

    outcome = oracle.check(compiled(KERNEL), call, make_arguments)
    assert isinstance(outcome.exception, RuntimeWarning)
    assert not outcome.ran_optimized


def test_wrong_number_of_arguments(compiled):
    """The call itself fails as before."""
    outcome = oracle.check(compiled(KERNEL), KERNEL.call, lambda module: (module.Correlation(M, N), 1.0))
    assert isinstance(outcome.exception, TypeError)


@pytest.mark.parametrize("attribute", ["sqrt", "tril_indices", "diag_indices"])
def test_monkeypatched_function(compiled, monkeypatch, attribute):
    """A NumPy function that was replaced after the import is called as the original calls it."""
    real = getattr(np, attribute)

    def replacement(*arguments, **keywords):
        print("replaced", attribute)
        return real(*arguments, **keywords)

    monkeypatch.setattr(np, attribute, replacement)
    outcome = oracle.check(compiled(KERNEL), KERNEL.call, KERNEL.make_arguments(M, N))
    assert "replaced" in outcome.output


def test_guards_pass_for_what_the_hints_promise(compiled):
    """The arguments of these tests, unchanged, run the optimized version."""
    assert oracle.check(compiled(KERNEL), KERNEL.call, KERNEL.make_arguments(M, N)).ran_optimized
