"""Kernels as people write them: other axes, tiles, columns, and arrays and numbers of the module."""

from __future__ import annotations

import textwrap

import numpy as np
import pytest

import oracle

SOURCE = textwrap.dedent(
    """
    import numpy as np

    SHAPES = {"small": (5, 6)}
    ROWS, COLUMNS = SHAPES["small"]
    rng = np.random.default_rng(4)
    weights = np.exp(rng.random((ROWS, 1)))
    row = np.linspace(0.0, 1.0, COLUMNS)
    table = rng.standard_normal((ROWS, COLUMNS)) + 1j * rng.standard_normal((ROWS, COLUMNS))
    SCALE = 2.0 * np.pi

    def combine(s: "complex128[:, :]", c: "complex128[:, :]", p: "complex128[:, :]", noise: "complex128[:, :, :]",
                f: "complex128[:]", n: int, k: int, length: int):
        beam = np.zeros((n, k), dtype=complex)
        for i in range(n):
            cube = s * p[i] + noise[i]
            beam[i, :] = np.squeeze(np.matmul(c, cube))
        X = np.fft.fft(beam, length, axis=1)
        Y = X * np.tile(f, (n, 1))
        y = np.fft.fftshift(np.fft.ifft(Y, axis=1) / k, axes=1)
        return np.fft.fftshift(np.fft.fft(y, 2 * n, axis=0), axes=0)

    def again(s: "complex128[:, :]", c: "complex128[:, :]", p: "complex128[:, :]", noise: "complex128[:, :, :]",
              f: "complex128[:]", out: "complex128[:, :]", n: int, k: int):
        b = np.zeros((n, k), dtype=np.complex128)
        for i in range(n):
            cube = np.matmul(s, p[i].reshape(1, k)) + noise[i]
            b[i, :] = np.matmul(c, cube).reshape(k)
        b = np.fft.fft(b, n=k, axis=1)
        b = b * np.tile(f, (n, 1))
        b = np.fft.fftshift(b, axes=1)
        out[:, :] = b

    def first_row(a: "float64[:, :]", b: "float64[:, :]", out: "float64[:, :]", n: int):
        for i in range(n):
            out[i, :] = (a @ b)[0] * i

    def views(x: "float64[:]", out: "float64[:, :]", n: int):
        y = np.reshape(x, (n, 1))
        out[:, :] = y * x.reshape(1, -1) + x.reshape((1, n))

    def tiles(x: "float64[:]", y: "float64[:, 1]", n: int, m: int):
        return np.tile(x, (m, 1)) * np.tile(y, (1, n))

    def of_module(x: "float64[:, :]", out: "float64[:, :]"):
        out[:, :] = x * weights + row

    def counted(out: "float64[:, :]"):
        for i in range(ROWS):
            for j in range(COLUMNS):
                out[i, j] = SCALE * i + row[j]

    def returned(x: "complex128[:, :]"):
        y = x * table
        return y

    def rebound(x: "float64[:]", y: "float64[:]"):
        x = x * 2.0
        x = x + y
        x = np.exp(-x * x)
        return x
    """
)


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """The program, compiled once."""
    folder = tmp_path_factory.mktemp("forms")
    path = folder / "forms.py"
    path.write_text(SOURCE, encoding="utf-8")
    return oracle.compile_program(path, folder)


def complexes(random, *shape):
    """Complex numbers."""
    return random.standard_normal(shape) + 1j * random.standard_normal(shape)


def arguments(name: str, n: int, k: int, c: int = 3, width: int = 1) -> tuple:
    """Arguments of a kernel; `width` is that of the matrix that multiplies rows."""
    random = np.random.default_rng([n, k, c])
    match name:
        case "combine" | "again":
            steer, row = complexes(random, c, width), complexes(random, 1, c)
            given = steer, row, complexes(random, n, k), complexes(random, n, c, k)
            if name == "combine":
                return *given, complexes(random, k + 2), n, k, k + 2
            return *given, complexes(random, k), complexes(random, n, k), n, k
        case "first_row":
            return random.random((width, c)), random.random((c, k)), random.random((n, k)), n
        case "views":
            return random.random(n), random.random((n, n)), n
        case "tiles":
            return random.random(n), random.random((k, width)), n, k
        case "of_module":
            return random.random((n, k)), random.random((n, k))
        case "counted":
            return (random.random((n, k)),)
        case "returned":
            return (complexes(random, n, k),)
        case "rebound":
            return random.random(n), random.random(n)
    raise AssertionError(name)


CASES = {
    "combine": [(4, 6, 3, 1), (1, 2, 1, 1), (3, 1, 2, 1), (4, 6, 3, 6), (2, 5, 3, 4), (0, 4, 2, 1)],
    "again": [(4, 6, 3, 1), (1, 2, 1, 1), (3, 1, 2, 1), (4, 6, 3, 6)],
    "first_row": [(3, 4, 2, 1), (3, 4, 2, 5), (0, 1, 2, 1), (2, 3, 1, 0)],
    "views": [(4, 1), (1, 1), (0, 1)],
    "tiles": [(4, 3, 1, 1), (1, 1, 1, 1), (4, 3, 1, 2), (0, 2, 1, 1)],
    "of_module": [(5, 6), (5, 1), (1, 6), (4, 6)],
    "counted": [(5, 6), (7, 8), (4, 6)],
    "returned": [(5, 6), (1, 6), (5, 1), (4, 4)],
    "rebound": [(50, 1), (1, 1), (0, 1)],
}


@pytest.mark.parametrize("name", CASES)
def test_forms_agree(program, name: str) -> None:
    outcomes = [
        oracle.check(program, lambda module: getattr(module, name), lambda _, case=case: arguments(name, *case))
        for case in CASES[name]
    ]
    assert outcomes[0].ran_optimized


def test_a_variable_of_the_module_may_change(program) -> None:
    """What the module binds is looked up, and its type tested, in each call."""
    for other in (np.ones((5, 1)), np.ones((5, 6), dtype=np.float32), 3.0, [1.0] * 6):
        for module in (program.original, program.emitted):
            module.weights = other
        oracle.check(program, lambda module: module.of_module, lambda _: arguments("of_module", 5, 6))
