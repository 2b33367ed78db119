"""Operation by operation: the stand-in against the record of CuPy, CuPy against the record, and both against NumPy.

What the knowledge base sends to a device must give there what NumPy gives: the same types, the same NaN and Inf,
and values that differ by rounding alone. With AUTOMPHC_REAL_CUPY all of it is asked of CuPy itself.
"""

from __future__ import annotations

import json

import interface
import numpy as np
import pytest

from conftest import REAL

RECORDED = json.loads(interface.RECORD.read_text(encoding="utf-8"))["functions"]
UFUNCS = sorted(name for name, own in RECORDED.items() if "loops" in own)

# Numbers at which formulas part ways.
SPECIAL = [0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.0, 1e-3, 700.0, np.inf, -np.inf, np.nan]


def real_only() -> set[str]:
    """Functions that go to a device for real numbers alone."""
    found = set()
    for file in sorted((interface.HERE.parents[1] / "kb" / "numpy").glob("*.py")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("@numpy.entry(") and 'cupy="real"' in line:
                found.add(line.split('"')[1])
    return found


REAL_ONLY = real_only()
# What the compiler sends there for masks.
OF_MASKS = "logical_and logical_or logical_xor logical_not bitwise_and bitwise_or bitwise_xor invert equal not_equal".split()


def operands(char: str, count: int) -> list[np.ndarray]:
    """Each special number against each other one, as that many arrays."""
    numbers = np.array(SPECIAL).astype(char)
    if np.dtype(char).kind == "c":
        finite = np.array(SPECIAL[:8])
        numbers = (finite[:, None] + 1j * finite).ravel().astype(char)
    return [grid.ravel() for grid in np.meshgrid(*[numbers] * count)]


def agree(found, expected, char: str) -> None:
    """Same shape, type and pattern of NaN and Inf; values up to rounding."""
    assert found.dtype == expected.dtype and found.shape == expected.shape
    if expected.dtype.kind in "fc":
        accuracy = 1e-3 if np.dtype(char).char in "fF" else 1e-11
        for own, other in ((found.real, expected.real), (found.imag, expected.imag)):
            np.testing.assert_allclose(own, other, rtol=accuracy, atol=accuracy)
    else:
        np.testing.assert_array_equal(found, expected)


def test_all_is_recorded():
    """The record has every function of the knowledge base, and CuPy has all of them."""
    assert sorted(RECORDED) == interface.known_names()
    assert all(own is not None for own in RECORDED.values())


@pytest.mark.skipif(not REAL, reason="the record is of CuPy itself")
@pytest.mark.parametrize("name", sorted(RECORDED))
def test_record(cupy, name):
    """This CuPy has what the record says, and perhaps more."""
    own, recorded = interface.describe(cupy, name), RECORDED[name]
    assert own is not None
    assert own.get("loops") == recorded.get("loops")
    assert set(own.get("parameters", ())) <= set(recorded.get("parameters", ()))


@pytest.mark.skipif(REAL, reason="asks the stand-in")
def test_standin_is_complete(cupy):
    """The stand-in has every function, and no keyword that CuPy lacks."""
    from cupy import _functions as functions

    assert [name for name in RECORDED if interface.lookup(cupy, name) is None] == []
    tables = {**functions.REDUCTIONS, **functions.FUNCTIONS, **functions.VIEWS, **functions.CREATION}
    for name, keywords in tables.items():
        known = RECORDED.get(name, {}).get("parameters")
        assert known is None or name == "matmul" or set(keywords) <= set(known), name


@pytest.mark.parametrize("name", UFUNCS)
@pytest.mark.parametrize("char", interface.TYPES)
def test_elementwise(cupy, name, char):
    """Each elementwise function on each type of elements that goes to a device."""
    own, known = getattr(np, name), RECORDED[name]["loops"][char]
    arrays = operands(char, own.nin)
    if known is None:
        with pytest.raises(TypeError):
            getattr(cupy, name)(*map(cupy.asarray, arrays))
        return
    complex_too = char not in "FD" or name not in REAL_ONLY | {"arctan2", "copysign", "hypot"}
    if char == "?" and name not in OF_MASKS or not complex_too:
        pytest.skip("stays on the host")
    with np.errstate(all="ignore"):
        expected = own(*arrays)
        found = getattr(cupy, name)(*map(cupy.asarray, arrays)).get()
    assert expected.dtype.char == known
    agree(found, expected, char)


def test_quotient_of_complex_numbers(cupy):
    """Over zero, CuPy has NaN where NumPy has Inf: such quotients stay on the host."""
    with np.errstate(all="ignore"):
        host = np.array([1 + 1j]) / np.array([0j])
        there = (cupy.asarray(np.array([1 + 1j])) / cupy.asarray(np.array([0j]))).get()
    assert np.isinf(host.real).all() and np.isnan(there.real).all()


MATRIX = np.random.default_rng(3).standard_normal((6, 5))
WITH_NAN = np.where(np.arange(30).reshape(6, 5) == 7, np.nan, MATRIX)
WITH_INF = np.where(np.arange(30).reshape(6, 5) % 11 == 7, np.inf, MATRIX)

REDUCTIONS = ["sum", "prod", "mean", "max", "min", "std", "var", "ptp", "median", "any", "all", "cumsum", "cumprod", "average"]


@pytest.mark.parametrize("name", REDUCTIONS)
@pytest.mark.parametrize("char", "fdFD")
@pytest.mark.parametrize("axis", [None, 0, -1])
def test_reductions(cupy, name, char, axis):
    """Of numbers, NaN and Inf, along each axis."""
    if char in "FD" and (name in REAL_ONLY or name in ("std", "var")):
        pytest.skip("stays on the host")
    for matrix in (MATRIX, WITH_NAN, WITH_INF):
        matrix = matrix.astype(char)
        with np.errstate(all="ignore"):
            expected = np.asarray(getattr(np, name)(matrix, axis=axis))
            found = np.asarray(getattr(cupy, name)(cupy.asarray(matrix), axis=axis).get())
        agree(found, expected, char)


# Calls by their name, as functions of a module and a matrix.
CALLS = {
    "dot": lambda m, a: m.dot(a.T, a),
    "matmul": lambda m, a: m.matmul(a, a.T),
    "matrix and vector": lambda m, a: a @ a[0],
    "inner": lambda m, a: m.inner(a, a),
    "outer": lambda m, a: m.outer(a[0], a[1]),
    "vdot": lambda m, a: m.vdot(a[0], a[1]),
    "kron": lambda m, a: m.kron(a[0], a[1]),
    "einsum": lambda m, a: m.einsum("ij,kj->ki", a, a),
    "tensordot": lambda m, a: m.tensordot(a, a, 2),
    "trace": lambda m, a: m.trace(a),
    "tril": lambda m, a: m.tril(a, -1),
    "triu": lambda m, a: m.triu(a),
    "roll": lambda m, a: m.roll(a, 2, 1),
    "flip": lambda m, a: m.flip(a, 1),
    "backwards": lambda m, a: a[::-1, ::-2] + a[:, :3],
    "tile": lambda m, a: m.tile(a, (2, 1)),
    "repeat": lambda m, a: m.repeat(a, 2),
    "diff": lambda m, a: m.diff(a, axis=0),
    "diag": lambda m, a: m.diag(a),
    "where": lambda m, a: m.where(a == a, a, a * 2),
    "between": lambda m, a: m.minimum(m.maximum(a.real, -0.5), 0.5),
    "norm": lambda m, a: m.linalg.norm(a),
    "sort": lambda m, a: m.sort(a.real, axis=0),
    "argmax": lambda m, a: m.argmax(a.real, axis=0),
    "argmin": lambda m, a: m.argmin(a.real),
    "fft": lambda m, a: m.fft.fft(a, axis=0),
    "fft, longer": lambda m, a: m.fft.fft(a, 16, axis=1),
    "ifft": lambda m, a: m.fft.ifft(a, 4),
    "rfft": lambda m, a: m.fft.rfft(a.real),
    "fft2": lambda m, a: m.fft.fft2(a),
    "fftshift": lambda m, a: m.fft.fftshift(a, axes=1),
    "scaled": lambda m, a: a * 2.5 + 1,
    "no rows": lambda m, a: (a[:0] * 2).sum(axis=0),
    "no terms": lambda m, a: a[:, :0] @ a[:0],
}


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("char", "fdFD")
def test_calls(cupy, name, char):
    """Every other function, in each type of elements; sorting and searching also with NaN."""
    matrices = [MATRIX, WITH_NAN, WITH_INF] if name in ("sort", "argmax", "argmin", "between", "where") else [MATRIX]
    for matrix in matrices:
        matrix = matrix.astype(char)
        if char in "FD":
            matrix = (matrix + 0.5j * np.nan_to_num(matrix[::-1])).astype(char)
        with np.errstate(all="ignore"):
            expected, found = np.asarray(CALLS[name](np, matrix)), CALLS[name](cupy, cupy.asarray(matrix)).get()
        agree(np.asarray(found), expected, "f" if name.startswith(("fft", "ifft", "rfft")) else char)


def test_in_place_on_overlapping_parts(cupy):
    """An update of a part by a computed shift of the same array reads before it writes."""
    host = np.arange(1000.0)
    there = cupy.asarray(host)
    for array in (host, there):
        array[1:] = array[:-1] * 2
        array[:-1] += array[1:]
    np.testing.assert_array_equal(there.get(), host)


def test_python_numbers_are_weak(cupy):
    """A Python float takes the type of the array that it meets."""
    there = cupy.asarray(np.ones(3, np.float32))
    assert (there * 0.1).dtype == np.float32 and cupy.maximum(there, 2.0).dtype == np.float32
    there *= 0.5
    assert there.dtype == np.float32
