"""Chains of elementwise operations are one kernel each: how many start, and that the results are the original's."""

from __future__ import annotations

import textwrap

import numpy as np
import pytest

import oracle
from test_transfers import compiled, gave_up, kernels  # noqa: F401 (a fixture)

PROGRAM = textwrap.dedent(
    """
    import numpy as np

    def axpy(x: "np.ndarray[np.float64][9]", y: "np.ndarray[np.float64][9]", alpha: float):
        y += alpha * x

    def single(x: "np.ndarray[np.float32][9]", y: "np.ndarray[np.float32][9]", alpha: float):
        y[:] = np.sqrt(x * x + alpha) - 2 * y

    def spectrum(x: "np.ndarray[np.complex128][9]", y: "np.ndarray[np.complex128][9]", alpha: float):
        y *= alpha * x - y

    def rectified(x: "np.ndarray[np.float64][9]", y: "np.ndarray[np.float64][9]", alpha: float):
        y[:] = np.maximum(x * alpha, y) + np.minimum(x, 0.0)

    def bounded(x: "np.ndarray[np.float64][9]", y: "np.ndarray[np.float64][9]", alpha: float):
        y[:] = np.tanh(np.clip(x * alpha, -1.0, 1.0)) / y

    def shifted(x: "np.ndarray[np.float64][9]", y: "np.ndarray[np.float64][9]", alpha: float):
        y[1:] = y[:-1] * alpha + x[1:]

    def smoothed(x: "np.ndarray[np.float64][9]", y: "np.ndarray[np.float64][9]", alpha: float):
        y[1:-1] += alpha * (y[:-2] - 2.0 * y[1:-1] + y[2:])

    def summed(x: "np.ndarray[np.float64][9]", y: "np.ndarray[np.float64][9]", alpha: float):
        y -= ((x - alpha) * (x - alpha)).sum()
        y[:] = (y * 2.0 + x) / (np.abs(y) + 1.0)

    def relaxed(x: "np.ndarray[np.float64][9]", y: "np.ndarray[np.float64][9]", alpha: float):
        for k in range(y.shape[0]):
            y[:] = np.minimum(y, y[k] + alpha * x)

    def diagonal(x: "np.ndarray[np.float64][9, 9]", y: "np.ndarray[np.float64][9, 9]", alpha: float):
        for k in range(1, y.shape[0]):
            y[k, k] /= x[k, k] - alpha

    def scales(x: "np.ndarray[np.float64][9]", y: "np.ndarray[np.float64][9]", alpha: float):
        for i in range(3):
            y[:] = y * i + x * (alpha - i)
    """
)

# The types of both arrays, and how many kernels start at most.
FUNCTIONS = {
    "axpy": ("d", 1), "single": ("f", 1), "spectrum": ("D", 1), "rectified": ("d", 1), "bounded": ("d", 1),
    "relaxed": ("d", 150), "shifted": ("d", 2), "smoothed": ("d", 2), "summed": ("d", 5), "scales": ("d", 3),
}  # fmt: skip


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """The functions, compiled for a GPU."""
    folder = tmp_path_factory.mktemp("fusing")
    path = folder / "program.py"
    path.write_text(PROGRAM, encoding="utf-8")
    return oracle.compile_program(path, folder, "--target=cupy")


def arrays(char: str, special: bool) -> list[np.ndarray]:
    """Two arrays, of ordinary numbers or of such as break formulas."""
    random = np.random.default_rng(5)
    draw = random.choice(np.array([0.0, -0.0, 1.0, -2.5, np.inf, -np.inf, np.nan]), (4, 50)) if special else None
    numbers = random.standard_normal((4, 50)) if draw is None else draw
    if char != "D":
        return [numbers[0].astype(char), numbers[1].astype(char)]
    made = np.empty((2, 50), complex)
    made.real, made.imag = numbers[:2], numbers[2:]
    return [made[0], made[1]]


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("special", [False, True], ids=["ordinary", "special"])
def test_same_as_original(cupy, program, name, special):
    """One kernel computes what the chain does."""
    values = arrays(FUNCTIONS[name][0], special)
    with np.errstate(all="ignore"):
        outcome = oracle.check(
            program, lambda module: getattr(module, name), lambda _: (*(v.copy() for v in values), 0.5)
        )
    assert outcome.exception is None and not gave_up(program)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_kernels_started(standin, program, name):
    """No kernel for a part of a chain."""
    getattr(program.emitted, name)(*arrays(FUNCTIONS[name][0], False), 0.5)
    assert not gave_up(program)
    assert 0 < standin.counts.launches <= FUNCTIONS[name][1]
    assert standin.counts.downloads == 1


# Kernels started in each time step.
STENCILS = {"jacobi-1d": 2, "jacobi-2d": 2, "heat-3d": 4, "fdtd-2d": 4}


@pytest.mark.parametrize("program", kernels(STENCILS), ids=lambda program: program.kernel)
def test_stencils(standin, compiled, program):  # noqa: F811 (the fixture)
    """Each statement of a time step is one kernel."""
    module = compiled(program)
    values = program.make("MINI", True)
    started = []
    for steps in (2, 5):
        values["tsteps" if "tsteps" in values else "tmax"] = steps
        standin.reset()
        program.call(module.emitted)(*program.arguments(module.emitted, values))
        started.append(standin.counts.launches)
    assert not gave_up(module)
    assert (started[1] - started[0]) / 3 <= STENCILS[program.kernel]


def test_a_diagonal(cupy, program):
    """Elements along a diagonal are gathered: the kernel's result is stored back."""
    values = [np.random.default_rng(3).standard_normal((9, 9)) for _ in range(2)]
    outcome = oracle.check(program, lambda module: module.diagonal, lambda _: (*(v.copy() for v in values), 0.5))
    assert outcome.exception is None and outcome.ran_optimized and not gave_up(program)
