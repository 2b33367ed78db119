"""Where CuPy computes something else than NumPy, a step stays on the host or is written in other words.

The stand-in computes what CuPy's kernels do, so that a step on the wrong side shows in the results.
"""

from __future__ import annotations

import textwrap

import numpy as np
import pytest

import oracle
from test_interface import SPECIAL

PROGRAM = textwrap.dedent(
    """
    import numpy as np

    def clipped(a: "np.ndarray[np.float64][9]", b: "np.ndarray[np.float64][9]", low: float, high: float):
        b[:] = np.clip(a, low, high)

    def scaled(a: "np.ndarray[np.complex128][9]", b: "np.ndarray[np.complex128][9]", low: float, high: float):
        b[:] = a / low

    def ratio(a: "np.ndarray[np.complex128][9]", b: "np.ndarray[np.complex128][9]", low: float, high: float):
        b[:] = (b * 2.0) / (a * low)

    def divided(a: "np.ndarray[np.complex128][9]", b: "np.ndarray[np.complex128][9]", low: float, high: float):
        b /= a

    def inverse(a: "np.ndarray[np.complex128][9]", b: "np.ndarray[np.complex128][9]", low: float, high: float):
        b[:] = np.reciprocal(a) + b

    def squared(a: "np.ndarray[np.complex128][9]", b: "np.ndarray[np.complex128][9]", low: float, high: float):
        b[:] = a ** (b * low)

    def windowed(a: "np.ndarray[np.float64][9]", b: "np.ndarray[np.complex128][9]", low: float, high: float):
        b[:] = b * a

    def single(a: "np.ndarray[np.float32][9]", b: "np.ndarray[np.float32][9]", low: float, high: float):
        b[:] = a * low + b
        b *= high

    def masked(a: "np.ndarray[np.float64][9]", b: "np.ndarray[np.float64][9]", low: float, high: float):
        b[:] = np.where((a > low) & (b > high), a * 2.0, b)

    def shifted(a: "np.ndarray[np.float64][9]", b: "np.ndarray[np.float64][9]", low: float, high: float):
        b[1:] = b[:-1] * low
        b[:-1] = b[1:]

    def reversed_(a: "np.ndarray[np.float64][9]", b: "np.ndarray[np.float64][9]", low: float, high: float):
        b[:] = a[::-1] * high + b
    """
)

# The functions, and the types of both arrays.
FUNCTIONS = {
    "clipped": "dd", "scaled": "DD", "ratio": "DD", "divided": "DD", "inverse": "DD", "squared": "DD",
    "windowed": "dD", "single": "ff", "masked": "dd", "shifted": "dd", "reversed_": "dd",
}  # fmt: skip
# Those of which all steps run on the device, and the least that moves.
THERE = {"clipped": (1, 1), "scaled": (1, 1), "windowed": (2, 1), "single": (2, 1), "shifted": (1, 1), "reversed_": (2, 1)}


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """The functions, compiled for a GPU."""
    folder = tmp_path_factory.mktemp("meaning")
    path = folder / "program.py"
    path.write_text(PROGRAM, encoding="utf-8")
    return oracle.compile_program(path, folder, "--target=cupy")


def arrays(types: str) -> list[np.ndarray]:
    """Two arrays of special numbers of these types."""
    made = []
    for char, seed in zip(types, (1, 2), strict=True):
        numbers = np.random.default_rng(seed).choice(np.array(SPECIAL), (2, 60))
        made.append((numbers[0] + 1j * numbers[1] if char == "D" else numbers[0]).astype(char))
    return made


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("bounds", [(-0.5, 2.0), (2.0, -0.5), (0.0, 0.0), (float("nan"), 1.0), (1.0, float("nan"))])
def test_same_as_numpy(cupy, program, name, bounds):
    """Same numbers, Inf and NaN, whatever the operands."""
    values = arrays(FUNCTIONS[name])
    with np.errstate(all="ignore"):
        outcome = oracle.check(
            program, lambda module: getattr(module, name), lambda _: (*(v.copy() for v in values), *bounds)
        )
    assert outcome.exception is None
    assert "warned" not in getattr(program.emitted, "_gpu", {})


@pytest.mark.parametrize("name", THERE)
def test_all_on_the_device(standin, program, name):
    """What the device computes alike runs there, and each array moves once."""
    values = [np.abs(np.nan_to_num(v)) if v.dtype.kind == "f" else np.nan_to_num(v) for v in arrays(FUNCTIONS[name])]
    getattr(program.emitted, name)(*values, 1.5, 2.0)
    assert (standin.counts.uploads, standin.counts.downloads) == THERE[name]
