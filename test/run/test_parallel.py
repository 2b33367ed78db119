"""Parallel loops: every backend gives what the original gives, and Ray is asked for no more than is needed."""

from __future__ import annotations

import os
import sys
import textwrap
import threading
import types
from pathlib import Path

import numpy as np
import pytest

import oracle

SOURCE = textwrap.dedent(
    """
    import numpy as np

    def blend(a: "float64[:, :]", b: "float64[:, :]", x: "float64[:]", out: "float64[:, :]", alpha: float):
        t = a * x + b
        out[:, :] = np.exp(-t * t) * alpha / (1.0 + t * t)

    def shifted(a: "float64[:]", b: "float64[:]"):
        for i in range(1, a.shape[0] - 1):
            b[i] = a[i - 1] - 2.0 * a[i] + a[i + 1]

    def in_place(a: "float64[:, :]", x: "float64[:]"):
        for i in range(a.shape[0]):
            for j in range(a.shape[1]):
                a[i, j] = a[i, j] * x[j] + i

    def chain(a: "complex128[:, :]", w: "complex128[:]", out: "complex128[:, :]", n: int):
        t = np.empty((n, w.shape[0]), dtype=complex)
        for p in range(n):
            for j in range(w.shape[0]):
                t[p, j] = a[p, j] * w[j]
        for j in range(w.shape[0]):
            for p in range(n):
                out[p, j] = t[p, j] + 1.0

    def partly(a: "float64[:, :]", out: "float64[:, :]", n: int):
        for i in range(n):
            out[i, 1:3] = a[i, 0:2] * 2.0

    def columns(a: "float64[:, :]", out: "float64[:, :]"):
        for j in range(a.shape[1]):
            for i in range(1, a.shape[0]):
                out[i, j] = out[i - 1, j] + a[i, j]

    def products(a: "float64[:, :]", b: "float64[:, :]", out: "float64[:, :]"):
        out[:, :] = np.exp(a) @ b

    def summed(a: "float64[:]"):
        a[:] = np.abs(np.cumsum(a))

    def beams(w: "complex128[:]", stack: "complex128[:, :, :]", out: "complex128[:, :]"):
        for p in range(stack.shape[0]):
            out[p, :] = np.exp(np.matmul(w, stack[p]))

    def doppler_maps(a: "complex128[:, :]", out: "complex128[:, :]", n: int, m: int):
        out[:, :] = np.fft.fftshift(np.fft.fft(a, 2 * n, axis=0), axes=0)

    def shifted_transform(a: "complex128[:]", b: "complex128[:]"):
        b[1:] *= np.fft.fft(a[1:])
    """
)

FORBIDDEN = textwrap.dedent(
    """
    import numpy as np

    def recurrence(a: "float64[:]"):
        for i in range(1, a.shape[0]):
            a[i] = 0.5 * a[i - 1]

    def total(a: "float64[:]", s: "float64[:]"):
        for i in range(a.shape[0]):
            s[0] += a[i]

    def reversed_in_place(a: "float64[:]", n: int):
        for i in range(n):
            a[i] = a[n - i] + 1.0

    def draws(a: "float64[:, :]", out: "float64[:, :]"):
        for i in range(a.shape[0]):
            out[i, :] = a[i] + np.random.random(a.shape[1])
    """
)


@pytest.fixture(scope="module")
def profile():
    """Every loop that may be parallel is, in this module."""
    patch = pytest.MonkeyPatch()
    patch.setenv("AUTOMPHC_PROFILE", str(Path(__file__).with_name("parallel.toml")))
    yield
    patch.undo()


@pytest.fixture(scope="module")
def program(profile, tmp_path_factory):
    """The program, compiled once."""
    folder = tmp_path_factory.mktemp("parallel")
    path = folder / "parallel.py"
    path.write_text(SOURCE, encoding="utf-8")
    return oracle.compile_program(path, folder)


def arguments(name: str, n: int, m: int) -> tuple:
    """Arguments of a kernel."""
    random = np.random.default_rng([n, m])
    matrix = lambda: random.standard_normal((n, m))  # noqa: E731
    match name:
        case "blend":
            return matrix(), matrix(), random.random(m), matrix(), 0.5
        case "shifted":
            return random.random(n), random.random(n)
        case "in_place":
            return matrix(), random.random(m)
        case "chain":
            return matrix() + 1j * matrix(), random.random(m) + 1j, matrix() + 0j, n
        case "partly":
            return matrix(), matrix(), n
        case "columns":
            return matrix(), matrix()
        case "products":
            return matrix(), random.random((m, n + 1)), random.random((n, n + 1))
        case "summed":
            return (random.standard_normal(n),)
        case "beams":
            return random.random(4) + 0.5j, random.standard_normal((n, 4, m)) + 0j, matrix() + 0j
        case "doppler_maps":
            return matrix() + 1j, random.random((2 * n, m)) + 0j, n, m
        case "shifted_transform":
            return random.random(n + 2) + 0j, random.random(n + 2) + 1j
    raise AssertionError(name)


def run(program, name: str, n: int, m: int):
    """Compares a call of the emitted kernel with one of the original."""
    return oracle.check(program, lambda module: getattr(module, name), lambda _: arguments(name, n, m))


KERNELS = ["blend", "shifted", "in_place", "chain", "partly", "columns", "products", "summed", "shifted_transform"]
KERNELS += ["beams", "doppler_maps"]
SHAPES = [(0, 3), (1, 4), (2, 5), (3, 4), (17, 5), (40, 3)]


def has_ray() -> bool:
    """Whether Ray is installed."""
    import importlib.util

    return importlib.util.find_spec("ray") is not None


TARGETS = ["sequential", "threads", pytest.param("ray", marks=pytest.mark.skipif(not has_ray(), reason="no Ray"))]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", KERNELS)
def test_every_backend_agrees(program, monkeypatch, name: str, target: str) -> None:
    monkeypatch.setenv("AUTOMPHC_TARGET", target)
    monkeypatch.setenv("AUTOMPHC_WORKERS", "3")
    assert f"_{name}_tile" in program.emitted_source
    ran = False
    for n, m in SHAPES:
        ran |= run(program, name, n, m).ran_optimized
    assert ran


def test_a_vector_times_a_stack_is_a_product_of_each_matrix(program) -> None:
    tile = program.emitted_source.split("def _beams_tile")[1].split("\ndef ")[0]
    assert "np.matmul(" in tile and "np.dot(" not in tile


def test_equal_sizes_by_guards_make_one_loop(program) -> None:
    # The shift writes to `out`, of which only the guards know that it has as many columns as `a`.
    version = program.emitted_source.split("\ndef doppler_maps")[1].split("# The original statements.")[0]
    assert version.count("_pfor(") == 1 and "np.fft.fftshift" not in version.split("_pfor(")[1]


def test_dependences_forbid_it(profile, tmp_path) -> None:
    path = tmp_path / "forbidden.py"
    path.write_text(FORBIDDEN, encoding="utf-8")
    emitted = oracle.compile_program(path, tmp_path).emitted_source
    assert "_pfor(" not in emitted




@pytest.mark.parametrize("target", TARGETS)
def test_the_first_failure_is_raised(program, monkeypatch, target: str) -> None:
    monkeypatch.setenv("AUTOMPHC_TARGET", target)
    monkeypatch.setenv("AUTOMPHC_WORKERS", "4")
    big = 1 << 20
    a, out = np.ones((40, big // 8)), np.zeros((40, big // 8))

    def tile(a, out, first):
        for row in range(out.shape[0]):
            if first + row in (7, 30):
                raise ValueError(f"row {first + row}")
            out[row] = a[row]

    with pytest.raises(ValueError, match="row 7"):
        program.emitted._pfor(tile, 40, inputs=[(a, 0)], outputs=[(out, 0, False)], work=1e9, first=0)


def test_an_interrupt_leaves_no_thread_behind(program, monkeypatch) -> None:
    monkeypatch.setenv("AUTOMPHC_TARGET", "threads")
    monkeypatch.setenv("AUTOMPHC_WORKERS", "3")
    out = np.zeros((30, 100_000))
    main = threading.current_thread()

    def tile(out):
        if threading.current_thread() is main:
            raise KeyboardInterrupt
        out[:] = 1.0

    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        program.emitted._pfor(tile, 30, inputs=[], outputs=[(out, 0, False)], work=1e9)
    assert threading.active_count() == before


def test_threads_leave_blas_as_it_was(program, monkeypatch) -> None:
    used = program.emitted._blas_threads(1)
    if used is None:
        pytest.skip("this NumPy has no OpenBLAS of its own")
    program.emitted._blas_threads(used)
    monkeypatch.setenv("AUTOMPHC_TARGET", "threads")
    monkeypatch.setenv("AUTOMPHC_WORKERS", "2")
    run(program, "products", 200, 50)
    assert program.emitted._blas_threads(used) == used


class RayError(Exception):
    """What Ray raises when it cannot go on."""


class RayTaskError(RayError):
    """What it raises for an exception in a task."""


class CountingRay(types.ModuleType):
    """A stand-in for Ray that runs each task at once, on arrays that cannot be written, and counts."""

    def __init__(self, cores: int) -> None:
        super().__init__("ray")
        self.counts = {"put": 0, "task": 0, "get": 0}
        self.cores, self.store = cores, None
        # Blocks that tasks have made and nobody has fetched, now and at most.
        self.waiting, self.most = 0, 0
        self.cloudpickle = types.SimpleNamespace(
            dumps=lambda function: function,
            loads=lambda function: function,
            register_pickle_by_value=lambda module: None,
            unregister_pickle_by_value=lambda module: None,
        )
        self.exceptions = types.SimpleNamespace(RayError=RayError, RayTaskError=RayTaskError)

    def is_initialized(self) -> bool:
        return True

    def cluster_resources(self) -> dict:
        return {"CPU": float(self.cores), **({"object_store_memory": self.store} if self.store else {})}

    def wait(self, references, num_returns, fetch_local):
        return references[:num_returns], references[num_returns:]

    def put(self, value):
        self.counts["put"] += 1
        frozen = np.array(value)
        frozen.flags.writeable = False
        return Reference(frozen)

    def get(self, reference):
        self.counts["get"] += 1
        self.waiting -= 1
        return reference.value

    def remote(self, **_):
        def decorate(function):
            task = types.SimpleNamespace()

            def submit(*arguments):
                self.counts["task"] += 1
                self.waiting += 1
                self.most = max(self.most, self.waiting)
                made = function(*[a.value if isinstance(a, Reference) else a for a in arguments])
                if isinstance(made, tuple):
                    return [Reference(block) for block in made]
                made.flags.writeable = False
                return Reference(made)

            task.options = lambda **_: types.SimpleNamespace(remote=submit)
            return task

        return decorate


class Reference:
    """A reference of the stand-in."""

    def __init__(self, value) -> None:
        self.value = value


@pytest.fixture
def counting_ray(program, monkeypatch):
    """The stand-in in place of Ray, and `pickle.loads` that takes what it makes."""
    import pickle

    ray = CountingRay(cores=2)
    monkeypatch.setitem(sys.modules, "ray", ray)
    monkeypatch.setattr(pickle, "loads", lambda function: function)
    monkeypatch.setenv("AUTOMPHC_TARGET", "ray")
    vars(program.emitted._ray_loop).pop("task", None)
    yield ray
    vars(program.emitted._ray_loop).pop("task", None)


def test_each_input_is_put_once(program, counting_ray) -> None:
    run(program, "blend", 40, 3)
    # Four tiles: a block of a and of b each, x once; the number travels with the task.
    assert counting_ray.counts == {"put": 9, "task": 4, "get": 4}


def test_tasks_do_not_write_their_inputs(program, counting_ray) -> None:
    run(program, "in_place", 40, 3)
    assert counting_ray.counts == {"put": 5, "task": 4, "get": 4}


def test_blocks_stay_where_they_are_between_loops(program, counting_ray) -> None:
    def double(a, out):
        out[:] = 2.0 * a

    def rows(a, out):
        out[:] = a + 1.0

    a, middle, out = np.arange(80.0).reshape(8, 10), np.empty((8, 10)), np.empty((8, 10))
    blocks: dict = {}
    pfor = program.emitted._pfor
    pfor(double, 8, inputs=[(a, 0)], outputs=[(middle, 0, False)], work=1e9, blocks=blocks)
    pfor(rows, 8, inputs=[(middle, 0)], outputs=[(out, 0, False)], work=1e9, blocks=blocks)
    assert counting_ray.counts == {"put": 4, "task": 8, "get": 0}
    # Another cut takes its part of every block.
    other = np.empty((8, 10))
    pfor(rows, 10, inputs=[(middle, 1)], outputs=[(other, 1, False)], work=1e9, blocks=blocks)
    program.emitted._ray_gather(blocks, [out, other])
    assert counting_ray.counts == {"put": 4, "task": 12, "get": 8}
    np.testing.assert_array_equal(out, 2.0 * a + 1.0)
    np.testing.assert_array_equal(other, 2.0 * a + 1.0)


def test_nothing_of_ray_is_imported_unless_it_pays(program, monkeypatch) -> None:
    monkeypatch.delenv("AUTOMPHC_TARGET", raising=False)
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    monkeypatch.setitem(sys.modules, "ray", None)
    assert not program.emitted._ray_pays(1e12, [], [])
    run(program, "blend", 40, 3)


def test_blocks_are_written_as_they_come(program, counting_ray) -> None:
    # Four tiles of two iterations, of 16 bytes each, fill a quarter of the store.
    counting_ray.store = 512
    a, out = np.arange(20.0), np.zeros(20)

    def tile(a, out):
        out[:] = a + 1.0

    program.emitted._pfor(tile, 20, inputs=[(a, 0)], outputs=[(out, 0, False)], work=1e9)
    np.testing.assert_array_equal(out, a + 1.0)
    assert counting_ray.counts == {"put": 10, "task": 10, "get": 10}
    assert counting_ray.most == 4


STAP = Path(oracle.COMPILER).parents[2] / "benchmarks" / "stap"


def stap(name: str, monkeypatch, tmp_path, *flags):
    """A program of the benchmark in its smallest size."""
    monkeypatch.setenv("STAP_SIZE", "MINI")
    return oracle.compile_program(STAP / f"{name}.py", tmp_path, *flags)


def test_no_block_of_the_radar_program_comes_back_in_between(profile, monkeypatch, tmp_path, counting_ray) -> None:
    compiled = stap("doppler", monkeypatch, tmp_path)
    given = compiled.original.inputs(0)
    result = compiled.emitted.process(*given)
    # Four tiles of pulses: blocks of pulses and of noise, the channels and the filter once; four of ranges, whose
    # blocks alone are fetched.
    assert counting_ray.counts == {"put": 10, "task": 8, "get": 4}
    monkeypatch.setenv("AUTOMPHC_TARGET", "sequential")
    np.testing.assert_allclose(result, compiled.original.process(*given), rtol=1e-9, atol=1e-9)


def test_draws_from_the_global_generator_keep_their_order(profile, monkeypatch, tmp_path) -> None:
    path = tmp_path / "noisy.py"
    completed = oracle.run_compiler(STAP / "noisy.py", "-o", path, "--remarks")
    assert "draws from the global generator, in order" in completed.stderr
    compiled = stap("noisy", monkeypatch, tmp_path)
    version = compiled.emitted_source.split("\ndef doppler")[1].split("# The original statements.")[0]
    assert "standard_normal" in version.split("_pfor(")[0]
    results = []
    for module in (compiled.original, compiled.emitted):
        np.random.seed(7)
        results.append(module.process())
    np.testing.assert_allclose(results[0], results[1], rtol=1e-9, atol=1e-9)


DRAWS = """
import numpy as np

def rows(a: "float64[:, :]", out: "float64[:, :]"):
    for i in range(a.shape[0]):
        out[i, :] = np.exp(a[i]) * 0.0 + np.random.random(a.shape[1])

def cubes(a: "float64[:, :]", out: "float64[:, :]", k: int):
    for i in range(a.shape[0]):
        noise = np.random.standard_normal((k, a.shape[1]))
        out[i, :] = np.exp(a[i]) * 0.0 + noise.sum(axis=0)
"""


@pytest.mark.parametrize("target", TARGETS)
def test_with_the_flag_draws_may_come_in_another_order(profile, monkeypatch, tmp_path, target: str) -> None:
    path = tmp_path / "draws.py"
    path.write_text(DRAWS, encoding="utf-8")
    plain = oracle.compile_program(path, tmp_path).emitted_source
    assert "_pfor(" not in plain
    emitted = oracle.compile_program(path, tmp_path, "--assume-random-reorderable").emitted
    monkeypatch.setenv("AUTOMPHC_TARGET", target)
    monkeypatch.setenv("AUTOMPHC_WORKERS", "2")
    a, out = np.zeros((60, 500)), np.full((60, 500), -1.0)
    emitted.rows(a, out)
    # Numbers of the right distribution, no two rows the same.
    assert 0.0 <= out.min() and out.max() < 1.0 and abs(out.mean() - 0.5) < 0.02
    assert len(np.unique(out)) == out.size
    emitted.cubes(a, out, 4)
    assert abs(out.var() - 4.0) < 0.3 and len(np.unique(out)) == out.size


def test_in_order_draws_are_the_same_numbers(profile, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("AUTOMPHC_TARGET", "sequential")
    compiled = stap("noisy", monkeypatch, tmp_path, "--assume-random-reorderable")
    assert "memory=" in compiled.emitted_source
    path = tmp_path / "draws.py"
    path.write_text(DRAWS, encoding="utf-8")
    program = oracle.compile_program(path, tmp_path, "--assume-random-reorderable")
    results = []
    for module in (program.original, program.emitted):
        np.random.seed(11)
        out = np.zeros((30, 40))
        module.rows(np.zeros((30, 40)), out)
        results.append(out)
    np.testing.assert_array_equal(results[0], results[1])


def test_draws_of_no_numbers_and_of_less_than_none(profile, tmp_path) -> None:
    path = tmp_path / "draws.py"
    path.write_text(DRAWS, encoding="utf-8")
    program = oracle.compile_program(path, tmp_path, "--assume-random-reorderable")
    for module in (program.original, program.emitted):
        module.rows(np.zeros((3, 0)), np.zeros((3, 0)))
        out = np.ones((2, 3))
        module.cubes(np.zeros((2, 3)), out, 0)
        np.testing.assert_array_equal(out, 0.0)
        with pytest.raises(ValueError, match="negative dimensions"):
            module.cubes(np.zeros((2, 3)), out, -1)
