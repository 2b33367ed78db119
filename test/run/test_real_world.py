"""Modules written as people write them: classes, helpers, decorators, and all forms of iteration.

Each is compiled once; its functions and methods run beside the original on usual and on odd arguments. Methods
are called with the instance as an argument, so that its attributes are compared as well.
"""

from __future__ import annotations

import copy
import functools
from pathlib import Path

import numpy as np
import pytest

import oracle

FOLDER = Path(__file__).parent / "programs" / "real_world"


def grid(*shape: int, odd: bool = False) -> np.ndarray:
    """Numbers around zero; odd ones have NaN, Inf and a negative zero among them."""
    a = np.random.default_rng(sum(shape)).random(shape) * 2 - 0.5
    if odd:
        a.flat[[1, 3, -1]] = np.nan, np.inf, -0.0
    return a


def grids(*shape: int) -> list[np.ndarray]:
    """Arrays of this rank: usual, odd, empty, of floats with 32 bits, of ints, column-major, and a view."""
    usual = grid(*shape)
    empty = np.zeros((0,) * len(shape))
    double = grid(*(2 * size for size in shape))[(slice(None, None, 2),) * len(shape)]
    ints = (usual * 5).astype(np.int64)
    return [usual, grid(*shape, odd=True), empty, usual.astype(np.float32), ints, np.asfortranarray(usual), double]


def plain(name: str, *rest, **keywords):
    """Calls of a function on all arrays of 7 x 6 elements."""

    def function(module):
        return functools.partial(getattr(module, name), **keywords)

    return [(function, lambda _, k=k: (grids(7, 6)[k], *rest)) for k in range(len(grids(7, 6)))]


def call(name: str, *arguments):
    """One call; an argument that is a function makes the argument from the module."""

    def make(module):
        return tuple(a(module) if callable(a) else copy.deepcopy(a) for a in arguments)

    return [(lambda module: resolve(module, name), make)]


def resolve(module, name: str):
    """A function, or a method of a class."""
    for part in name.split("."):
        module = getattr(module, part)
    return module


def points(n: int = 12) -> np.ndarray:
    """Points of a plane, two of them equal."""
    p = grid(n, 2)
    p[-1] = p[0]
    return p


SPD = np.eye(6) * 7 + np.ones((6, 6))
HMM = (np.array([0.3, 0.7]), np.array([[0.9, 0.1], [0.4, 0.6]]), np.array([[0.5, 0.1, 0.4], [0.2, 0.2, 0.6]]))
SEEN = np.array([0, 2, 1, 1, 0, 2])


def kalman(m):
    """A filter of position and velocity."""
    f = np.array([[1.0, 0.1], [0.0, 1.0]])
    return m.Kalman(f, np.array([[1.0, 0.0]]), np.eye(2) * 0.01, np.eye(1), np.zeros(2), np.eye(2))


def rows(*shape: int) -> list:
    """Lists of floats."""
    return grid(*shape).tolist()


def trained(m):
    """A layer that has seen a batch."""
    layer = m.Dense(3, 4)
    layer.forward(grid(5, 3))
    return layer


CALLS = {
    "image_filters": [
        *plain("threshold", 0.5),
        *plain("threshold", 0.5, high=np.nan),
        *plain("clamp", 0.0, 1.0),
        *plain("convolve"),
        *plain("convolve", np.ones((3, 3))),
        *plain("sobel"),
        *plain("histogram"),
        *call("convolve", grid(5)),
    ],
    "kmeans": [
        *call("KMeans.fit", lambda m: m.KMeans(), points()),
        *call("KMeans.fit", lambda m: m.KMeans(m.Config(clusters=2, iterations=1)), points()),
        *call("KMeans.fit", lambda m: m.KMeans(), points(2)),
        *call("KMeans.fit", lambda m: m.KMeans(), grid(9, 2, odd=True)),
        *call("KMeans.fit", lambda m: m.KMeans(), grid(5)),
        *call("KMeans.predict", lambda m: m.KMeans().fit(points()), grid(4, 2)),
        *call("KMeans.predict", lambda m: m.KMeans(), grid(4, 2)),
        *call("KMeans", lambda m: m.Config(clusters=0)),
    ],
    "neural": [
        *plain("run"),
        *call("Dense.forward", lambda m: m.Dense(grid(3, 4), grid(4)), grid(5, 3)),
        *call("Dense.forward", lambda m: m.Dense(grid(3, 4), grid(4)), grid(5, 2)),
        *call("Dense.forward", lambda m: m.Dense(grid(3, 4), grid(2)), grid(5, 3)),
        *call("Dense.backward", lambda m: m.Dense(grid(3, 4), grid(4)), grid(5, 3), grid(5, 4)),
        *call("Dense.backward", lambda m: m.Dense(grid(3, 4), grid(4)), grid(5, 2), grid(5, 4)),
        *call("Softmax.forward", lambda m: m.Softmax(), grid(4, 5, odd=True)),
        *call("Layer.forward", lambda m: m.Layer(), grid(2, 2)),
    ],
    "heat_solver": [
        *plain("solve"),
        *plain("relax"),
        *plain("relax", 1.0, 0),
        *call("HeatSolver.run", lambda m: m.HeatSolver(grid(6, 7)), 4),
        *call("HeatSolver.run", lambda m: m.HeatSolver(grid(6, 7, odd=True), verbose=True), 3),
        *call("HeatSolver.step", lambda m: m.HeatSolver(grid(1, 1))),
    ],
    "dynamic_programs": [
        *call("edit_distance", "kitten", "sitting"),
        *call("edit_distance", "", "abc"),
        *call("viterbi", SEEN, *map(np.log, HMM)),
        *call("viterbi", SEEN[:0], *HMM),
        *call("viterbi", SEEN + 1, *HMM),
        *call("forward", HMM[0], HMM[1], HMM[2][:, SEEN].T),
        *call("forward", HMM[0], HMM[1], np.zeros((4, 2))),
        *call("knapsack", [1, 3, 4, 5], [1.0, 4.0, 5.0, 7.0], 7),
        *call("knapsack", [1, 9], [1, 4], 3),
        *call("floyd_warshall", lambda _: grid(6, 6).tolist()),
        *call("floyd_warshall", lambda _: [[0, 1], [2]]),
        *call("floyd_warshall", lambda _: [[0.0, 1.0], [float("nan"), 0.0]]),
        *call("count_words", ["b", "a", "b"]),
    ],
    "nbody": [
        *call("Simulation.run", lambda m: m.Simulation(grid(5, 3), np.ones(5)), 3),
        *call("Simulation.run", lambda m: m.Simulation(grid(5, 3, odd=True), np.ones(5)), 1),
        *call("Simulation.run", lambda m: m.Simulation(grid(5, 2), np.ones(5)), 1),
        *call("Simulation", grid(4, 3), grid(5)),
        *call("potential", lambda _: grid(6, 3).tolist(), lambda _: grid(6).tolist()),
        *call("potential", lambda _: [[1.0, 2.0, 3.0]] * 2, [1.0, 2.0]),
        *call("centre", lambda m: [m.Body(1.0, 2.0), m.Body(2.0, 5.0, 3.0)]),
        *call("centre", lambda m: []),
    ],
    "game_of_life": [
        *call("run", lambda _: (grid(6, 7) > 0.5).astype(int)),
        *call("run", lambda _: (grid(1, 2) > 0.0).astype(np.int8), 2),
        *call("population", [[0, 1], [1, 1]]),
        *call("render", lambda _: (grid(3, 4) > 0.5).astype(int)),
    ],
    "sparse": [
        *call("conjugate_gradient", SPD, grid(6)),
        *call("conjugate_gradient", SPD, grid(6, odd=True)),
        *call("inner", grid(5), grid(3)),
        *call("inner", grid(5, odd=True), grid(5)),
        *call("inner", grid(0), grid(5)),
        *call("Csr.dot", lambda m: m.Csr.from_dense(SPD), grid(6)),
        *call("Csr.dot", lambda m: m.Csr.from_dense(SPD), grid(5)),
        *call("Csr.to_dense", lambda m: m.Csr.from_dense(SPD)),
    ],
    "filters": [
        *call("Kalman.filter", kalman, grid(8, 1)),
        *call("Kalman.filter", kalman, grid(8, 1, odd=True)),
        *call("Kalman.filter", kalman, grid(3, 3)),
        *call("process", grid(20)),
        *call("process", grid(20, odd=True), 5),
        *call("process", grid(2)),
        *call("process", grid(9), 0),
        *call("peaks", grid(20)),
        *call("zero_crossings", grid(20)),
        *call("zero_crossings", grid(20).astype(np.float32)),
    ],
    "geostatistics": [
        *call("distances", points()),
        *call("covariance", points()),
        *call("covariance", grid(8, 2, odd=True), 2.0),
        *call("variogram", points(), grid(12)),
        *call("variogram", points(), grid(11)),
        *call("inverse_distance", points(), grid(12), 0.1, 0.2),
        *call("inverse_distance", points(), grid(12), *points()[2]),
        *call("inverse_distance", points()[:0], grid(0), 0.0, 0.0),
        *call("monte_carlo_pi", 50),
        *call("monte_carlo_pi", 0),
        *plain("standardize"),
        *plain("standardize", 1, 3, 1),
        *plain("standardize", -1, 9, ddof=1),
    ],
    "odd_style": [
        *plain("scale_rows"),
        *plain("scale_rows", key="twice", other=1),
        *call("scale_rows", grid(2, 2), "none"),
        *call("nested", grid(5, 4), grid(5, 4)),
        *call("nested", grid(5, 4), grid(4, 4)),
        *call("in_try", grid(3, 4), grid(4, 5), np.zeros((3, 5))),
        *call("in_try", grid(3, 4), grid(3, 5), np.zeros((3, 5))),
        *plain("in_with"),
        *plain("unpacking", [1.0, 2.0, 0.5]),
        *plain("unpacking", []),
        *plain("while_true"),
        *plain("while_true", 0),
        *plain("delete_names"),
        *plain("shadowed"),
        *plain("outer"),
        *plain("consume"),
        *call("use_scale", grid(3, 4), np.zeros((3, 4))),
        *call("set_scale", 3),
        *call("use_scale", grid(3, 4), np.zeros((3, 4))),
        *call("set_scale", "ab"),
        *call("use_scale", grid(3, 4), np.zeros((3, 4))),
        *plain("last_index"),
        *call("print_lists", [[1.0, 2.0], [3.0]], [[0.0, 0.0], [0.0, 0.0]]),
        *call("print_lists", [[1.0, 2.0], [3.0]], [[0.0, 0.0]]),
        *call("print_lists", [[1, True], [3.0]], [[0.0, 0.0], []]),
        *plain("norm_of"),
        *plain("norm_of", 1),
        *call("factorial", 7),
        *plain("rotate", 2),
        *plain("rotate", -9),
        *plain("match_rank"),
        *call("match_rank", grid(4)),
    ],
    "ray_marching": [
        *call("render", 6, 5),
        *call("render", 0, 5),
        *call("shade", grid(3, 4, 3)),
        *call("shade", grid(3, 4, 3, odd=True)),
        *call("shade", grid(3, 4, 2), 0.2),
        *call("mandelbrot", 8, 6),
    ],
    "matrix_utilities": [
        *call("Matrix.power", lambda m: m.Matrix(SPD / 10), 5),
        *call("Matrix.power", lambda m: m.Matrix(grid(3, 4)), 1),
        *call("Matrix.__rmul__", lambda m: m.Matrix(grid(3, 3)), 2),
        *call("Matrix.trace.fget", lambda m: m.Matrix(grid(3, 4))),
        *call("multiply", grid(3, 4), grid(4, 5)),
        *call("multiply", grid(3, 4), grid(4, 5), np.ones((3, 5))),
        *call("multiply", grid(3, 4), grid(3, 5)),
        *call("multiply", grid(3, 4, odd=True), grid(4, 5, odd=True)),
        *call("multiply", SPD, SPD, np.ones((3, 5))),
        *call("solve", SPD, grid(6)),
        *call("solve", SPD[::-1], grid(6)),
        *call("solve", np.ones((3, 3)), grid(3)),
        *call("solve", SPD, grid(7)),
        *call("dominant", SPD),
        *call("dominant", np.zeros((3, 3))),
        *plain("statistics"),
    ],
    "finite_volumes": [
        *call("Solver.run", lambda m: m.Advection(m.Mesh(9), grid(9)), 0.3),
        *call("Solver.run", lambda m: m.Advection(m.Mesh(9), grid(9), 0.5, m.Scheme.CENTRAL), 0.3, lambda m: print),
        *call("Solver.run", lambda m: m.Burgers(m.Mesh(9), grid(9, odd=True)), 0.2),
        *call("Solver.run", lambda m: m.Burgers(m.Mesh(9), grid(5)), 0.2),
        *call("Solver.run", lambda m: m.Solver(m.Mesh(9), grid(9)), 0.2),
        *call("Advection.fluxes", lambda m: m.Advection(m.Mesh(4), grid(4))),
        *call("shallow_water", grid(6, 7), grid(6, 7), grid(6, 7)),
        *call("shallow_water", grid(6, 7, odd=True), grid(6, 7), grid(5, 7)),
    ],
    "benchmark_classes": [
        *call("Gemm.kernel", lambda m: m.Gemm(5, 6, 7), 1.5, 1.2, *(rows(*s) for s in ((5, 6), (5, 7), (7, 6)))),
        *call("Gemm.kernel", lambda m: m.Gemm(5, 6, 8), 1.5, 1.2, *(rows(*s) for s in ((5, 6), (5, 7), (7, 6)))),
        *call("GemmFlat.kernel", lambda m: m.GemmFlat(5, 6, 7), 1.5, 1.2, *(rows(s) for s in (30, 35, 42))),
        *call("GemmFlat.kernel", lambda m: m.GemmFlat(5, 6.0, 7), 1.5, 1.2, *(rows(s) for s in (30, 35, 42))),
        *call("Atax.kernel", lambda m: m.Atax({}, {"M": 5, "N": 6}), grid(5, 6), grid(6), grid(6), grid(5)),
        *call("Atax.kernel", lambda m: m.Atax({}, {"N": 6}), grid(5, 6), grid(6), grid(6), grid(5)),
        *call("Mvt.kernel", lambda m: m.Mvt(6), grid(6), grid(6), grid(6), grid(6), grid(6, 6)),
        *call("Mvt.kernel", lambda m: m.Mvt(True), grid(6), grid(6), grid(6), grid(6), grid(6, 6)),
        *call("Jacobi.kernel", lambda m: m.Jacobi(6, 3), grid(6, 6), grid(6, 6, odd=True)),
        *call("Syrk.kernel", lambda m: m.Syrk(5, 4, m.Params()), grid(5, 5), grid(5, 4)),
        *call("Syrk.scaled", lambda m: m.Syrk(5, 4, m.Params()), grid(5, 5), grid(5, 4)),
    ],
    "heat_class": [
        *call("Heat2D.step", lambda m: m.Heat2D(9, 8)),
        *call("Heat2D.step", lambda m: m.Heat2D(2, 2)),
        *call("Heat2D.step_new", lambda m: m.Heat2D(9, 8)),
        *call("Heat2D.evolve", lambda m: m.Heat2D(9, 8), 3),
        *call("Heat2D.run", lambda m: m.Heat2D(9, 8), 2),
        *call("Heat2D.energy", lambda m: m.Heat2D(9, 8)),
        *call("Heat2D.apply_boundary", lambda m: m.Heat2D(9, 8)),
    ],
    "particles": [
        *call("Sph.density", lambda m: m.Sph(6)),
        *call("Sph.density2", lambda m: m.Sph(6)),
        *call("Sph.density3", lambda m: m.Sph(6)),
        *call("ListSystem.energy", lambda m: m.ListSystem(rows(5, 3), rows(5, 3)), rows(5)),
        *call("ListSystem.advance", lambda m: m.ListSystem(rows(5, 3), rows(5, 3))),
        *call("ListSystem.advance", lambda m: m.ListSystem(rows(5, 2), rows(5, 3))),
        *call("ListSystem.forces", lambda m: m.ListSystem(rows(5, 3), rows(5, 3)), rows(5, 3)),
        *call("ListSystem.forces2", lambda m: m.ListSystem(rows(5, 3), rows(5, 3)), rows(5, 3)),
        *call("Dense.forward", lambda m: m.Dense(3, 4), grid(5, 3)),
        *call("Dense.relu", lambda m: m.Dense(3, 4), grid(5, 3, odd=True)),
        *call("Dense.backward", lambda m: trained(m), grid(5, 4)),
        *call("Dense.update", lambda m: trained(m)),
    ],
    "random_walks": [
        *call("Walker.walk", lambda m: m.Walker(5), 20),
        *call("ising", lambda _: np.where(grid(5, 6) > 0.2, 1, -1), 0.4),
        *call("ising", lambda _: np.zeros((1, 1)), 0.4),
        *call("option_price", 5, 6),
        *call("option_price", 0, 6),
        *call("bootstrap", grid(8)),
        *call("bootstrap", grid(8, odd=True).astype(np.float32)),
        *call("bootstrap", grid(0)),
        *call("transitions", [1, 2, 1, 2, 3]),
        *call("paths", 4, 5),
    ],
}


def test_every_module_is_called():
    """No module of the folder is left out."""
    assert {path.stem for path in FOLDER.glob("*.py")} == set(CALLS)


@pytest.mark.parametrize("name", CALLS)
def test_module_behaves_as_written(name: str, tmp_path: Path):
    """The emitted module does what the original does, in every call."""
    program = oracle.compile_program(FOLDER / f"{name}.py", tmp_path)
    differences = []
    for number, (function, arguments) in enumerate(CALLS[name]):
        try:
            oracle.check(program, function, arguments)
        except AssertionError as difference:
            differences.append(f"call {number}: {difference}")
    assert not differences, "\n".join(differences)


# The optimized version runs, and nothing of the original.
OPTIMIZED = {
    "benchmark_classes": ["Gemm.kernel", "GemmFlat.kernel", "Atax.kernel", "Mvt.kernel", "Jacobi.kernel"],
    "heat_class": ["Heat2D.step", "Heat2D.evolve", "Heat2D.energy", "Heat2D.apply_boundary"],
    "particles": ["Sph.density", "ListSystem.forces", "ListSystem.forces2", "Dense.relu", "Dense.backward", "Dense.update"],
}


@pytest.mark.parametrize("name", OPTIMIZED)
def test_runs_optimized(name: str, tmp_path: Path):
    """The first call of each of these kernels is not left to the original."""
    program = oracle.compile_program(FOLDER / f"{name}.py", tmp_path)
    missed = []
    for kernel in OPTIMIZED[name]:
        calls = [case for case in CALLS[name] if case[0](program.original) is resolve(program.original, kernel)]
        outcome = oracle.check(program, *calls[0])
        if not outcome.ran_optimized or outcome.ran_original:
            missed.append(kernel)
    assert not missed
