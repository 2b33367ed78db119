# RUN: %python -m pytest -q -p no:cacheprovider %s
"""The helper functions that emitted modules carry, on the inputs that they are there for."""

import marshal
import os
import sys
import types
import warnings
from functools import cached_property
from pathlib import Path

import numpy as np
import pytest

FOLDER = Path(__file__).resolve().parents[2] / "backends" / "src" / "helpers"


def helper(name: str):
    scope = {"np": np, "marshal": marshal, "warnings": warnings}
    exec((FOLDER / f"{name}.py").read_text(), scope)
    return scope[f"_{name}"]


plain_attributes = helper("plain_attributes")
writeable = helper("writeable")
default_error_state = helper("default_error_state")
separate_lists = helper("separate_lists")
float_array = helper("float_array")
nonzero = helper("nonzero")
masked_dot = helper("masked_dot")


class Plain:
    shared = 3

    def __init__(self):
        self.n = 1


class Slots:
    __slots__ = ("n", "unset")

    def __init__(self):
        self.n = 1


class Watched(Plain):
    @property
    def n(self):
        raise AssertionError("must not run")

    @n.setter
    def n(self, value):
        pass

    @cached_property
    def lazy(self):
        raise AssertionError("must not run")


class Intercepted(Plain):
    def __getattribute__(self, name):
        return object.__getattribute__(self, name)


class Invented(Plain):
    def __getattr__(self, name):
        raise AssertionError("must not run")


@pytest.mark.parametrize(
    "kind, name, expected",
    [
        (Plain, "n", True),
        (Plain, "shared", True),
        (Plain, "missing", False),
        (Plain, "__init__", False),
        (Slots, "n", True),
        (Slots, "unset", False),
        (Watched, "n", False),
        (Watched, "lazy", False),
        (Intercepted, "n", False),
        (Invented, "n", True),
        (Invented, "missing", False),
        (int, "n", False),
        (int, "real", False),
    ],
)
def test_plain_attributes(kind, name, expected):
    assert plain_attributes(kind(), name) is expected


def test_plain_attributes_needs_all():
    assert plain_attributes(Plain(), "n", "shared")
    assert not plain_attributes(Plain(), "n", "missing")


def read_only():
    array = np.zeros(3)
    array.flags.writeable = False
    return array


@pytest.mark.parametrize(
    "array, expected",
    [
        (np.zeros((3, 4)), True),
        (np.zeros((3, 4)).T, True),
        (np.zeros((6, 8))[::2, ::-3], True),
        (np.zeros((0, 4)), True),
        (np.zeros(()), True),
        (read_only(), False),
        (np.lib.stride_tricks.as_strided(np.zeros(6), (4, 3), (8, 8), writeable=True), False),
        (np.lib.stride_tricks.as_strided(np.zeros(6), (4,), (0,), writeable=True), False),
        (np.lib.stride_tricks.as_strided(np.zeros(6), (1, 6), (0, 8), writeable=True), True),
    ],
)
def test_writeable(array, expected):
    assert writeable(array) is expected


def test_default_error_state():
    assert default_error_state()
    with np.errstate(divide="raise"):
        assert not default_error_state()
    with warnings.catch_warnings():
        warnings.simplefilter("error", DeprecationWarning)
        assert default_error_state()
        warnings.simplefilter("error", RuntimeWarning)
        assert not default_error_state()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert not default_error_state()


class Row(list):
    pass


shared_row = [1.0, 2.0]
itself = [1.0]
itself[0] = itself


@pytest.mark.parametrize(
    "arguments, expected",
    [
        ([([[1.0, 2.0], [3.0, 4.0]], 2), ([5.0], 1)], True),
        ([([[[1.0]], [[2.0]]], 3)], True),
        ([([], 1)], False),
        ([([[]], 2)], False),
        ([([[1.0, 2.0], [3.0]], 2)], False),
        ([([[1.0, 2.0], (3.0, 4.0)], 2)], False),
        ([([[1.0], Row([2.0])], 2)], False),
        ([(Row([[1.0]]), 2)], False),
        ([((1.0, 2.0), 1)], False),
        ([([1.0, 2.0], 2)], False),
        ([([shared_row, shared_row], 2)], False),
        ([([shared_row], 2), ([shared_row], 2)], False),
        ([([shared_row], 2), (shared_row, 1)], False),
        ([(shared_row, 1), (shared_row, 1)], False),
        ([(itself, 2)], False),
        ([(None, 1)], False),
    ],
)
def test_separate_lists(arguments, expected):
    assert separate_lists(*arguments) is expected


def test_float_array():
    array = float_array([[1.0, -0.0], [float("inf"), 1e-320]], 2)
    assert array.dtype == np.float64 and array.shape == (2, 2)
    assert array.tolist() == [[1.0, -0.0], [float("inf"), 1e-320]]
    assert np.signbit(array[0, 1])
    assert float_array([[[1.0], [2.0]]], 3).shape == (1, 2, 1)
    assert float_array([1.0, 2.0], 1).shape == (2,)


@pytest.mark.parametrize("leaf", [1, True, np.float64(1.0), 10**400, "1.0", None, [1.0], 1j])
def test_float_array_refuses(leaf):
    assert float_array([[1.0, 2.0], [3.0, leaf]], 2) is None
    assert float_array([leaf], 1) is None
    large = [[float(i * j) for j in range(30)] for i in range(30)]
    large[17][3] = leaf
    assert float_array(large, 2) is None
    assert float_array(large[17] * 20, 1) is None


@pytest.mark.parametrize("shape", [(256,), (1000,), (16, 16), (3, 100), (100, 3), (7, 11, 13)])
def test_float_array_of_many(shape):
    expected = np.random.default_rng(0).standard_normal(shape)
    expected.flat[:4] = [-0.0, float("inf"), 1e-320, float("nan")]
    array = float_array(expected.tolist(), len(shape))
    assert array.dtype == np.float64 and array.shape == shape
    assert array.flags.c_contiguous and array.flags.aligned and array.flags.writeable and array.flags.owndata
    assert array.tobytes() == expected.tobytes()


@pytest.mark.parametrize("value", [2.0, np.float64(2.0), float("nan"), np.ones((2, 2))])
def test_nonzero(value):
    assert nonzero(value) is value


@pytest.mark.parametrize("value", [0.0, -0.0, 0, np.array([1.0, 0.0]), np.array([np.nan, -0.0])])
def test_nonzero_faults(value):
    with pytest.raises(ArithmeticError):
        nonzero(value)


@pytest.mark.parametrize("columns", [(), (3,)])
@pytest.mark.parametrize("number", [1.0, np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("k", [-1, 0, 2])
def test_masked_dot(columns, number, k):
    rng = np.random.default_rng(1)
    a, b = rng.standard_normal((4, 5)), rng.standard_normal((5, *columns))
    b[3] = number
    mask = np.tri(4, 5, k, dtype="bool")
    a[0, 4] = np.nan
    expected = [sum((a[i, p] * b[p] for p in range(5) if mask[i, p]), np.zeros(columns)) for i in range(4)]
    np.testing.assert_allclose(masked_dot(a, b, mask), expected)


def test_masked_dot_of_nothing():
    assert masked_dot(np.zeros((0, 2)), np.full((2, 3), np.nan), np.zeros((0, 2), "bool")).shape == (0, 3)
    assert masked_dot(np.zeros((1, 0)), np.zeros((0, 3)), np.zeros((1, 0), "bool")).tolist() == [[0.0, 0.0, 0.0]]


def test_module_of_arrays_is_that_of_all():
    """Plain arrays of one module; CuPy counts only where a program has imported it."""
    scope = {"np": np, "sys": sys}
    exec((FOLDER / "module_of_arrays.py").read_text(), scope)
    module_of_arrays = scope["_module_of_arrays"]
    assert module_of_arrays(np.zeros(2), np.zeros(3)) is np
    assert module_of_arrays(np.zeros(2), [1.0]) is None
    assert module_of_arrays(np.ma.zeros(2)) is None


def test_gpu_is_tried_where_it_pays():
    """Little savings add up before CuPy is imported; what fails is said once."""
    scope = {"np": np, "sys": sys, "os": os, "warnings": warnings}
    for name in ("gpu", "gpu_failed", "cupy"):
        exec((FOLDER / f"{name}.py").read_text(), scope)
    scope["os"] = types.SimpleNamespace(environ={})
    cupy, state = scope["_cupy"], scope["_gpu"]
    assert cupy(cpu=1.0, gpu=2.0) is None and state["saved"] == 0.0
    assert cupy(cpu=1.5e9, gpu=0.0) is None and state["saved"] == 1.5e9 and "module" not in state
    scope["sys"] = types.SimpleNamespace(modules={})
    with warnings.catch_warnings(record=True) as caught, pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "cupy", None)
        warnings.simplefilter("always")
        assert cupy(cpu=1e9, gpu=0.0) is None and state["module"] is None
        assert cupy(cpu=1e9, gpu=0.0) is None
    assert len(caught) == 1 and issubclass(caught[0].category, RuntimeWarning)
