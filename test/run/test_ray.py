"""Parallel loops on a Ray cluster that loses workers, nodes and memory: the result is right, or the program's own
exception arrives; nothing hangs, and nothing is left running. Part of `make test-ray`."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import numpy as np
import pytest

import oracle

ray = pytest.importorskip("ray")

SOURCE = """
import numpy as np

def blend(a: "float64[:, :]", out: "float64[:, :]"):
    out[:, :] = np.exp(-a * a) / (1.0 + a * a)

def chain(a: "complex128[:, :]", out: "complex128[:, :]", n: int, m: int):
    t = np.fft.fft(a, axis=1) * 2.0
    out[:, :] = np.fft.fftshift(np.fft.fft(t, 2 * n, axis=0), axes=0)
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """The program, with every loop parallel that may be."""
    patch = pytest.MonkeyPatch()
    patch.setenv("AUTOMPHC_PROFILE", str(Path(__file__).with_name("parallel.toml")))
    folder = tmp_path_factory.mktemp("ray")
    path = folder / "loops.py"
    path.write_text(SOURCE, encoding="utf-8")
    yield oracle.compile_program(path, folder)
    patch.undo()


@pytest.fixture
def on_ray(monkeypatch):
    """Loops go to Ray; each test starts one of its own, and leaves none behind."""
    monkeypatch.setenv("AUTOMPHC_TARGET", "ray")
    ray.shutdown()
    yield
    ray.shutdown()


def start(**options) -> None:
    """A Ray of two cores, whatever the machine has."""
    ray.init(num_cpus=2, logging_level="ERROR", include_dashboard=False, **options)


def all_idle(cores: int) -> bool:
    """Whether nothing runs any more, after a while."""
    for _ in range(100):
        if ray.available_resources().get("CPU") == cores:
            return True
        time.sleep(0.2)
    return False


def test_a_worker_that_dies_is_replaced(program, on_ray, tmp_path) -> None:
    start()
    mark = str(tmp_path / "killed")

    def tile(a, out):
        if not os.path.exists(mark):
            open(mark, "w").close()
            os.kill(os.getpid(), 9)
        out[:] = a + 1.0

    a, out = np.arange(20.0), np.zeros(20)
    program.emitted._pfor(tile, 20, inputs=[(a, 0)], outputs=[(out, 0, False)], work=1e9)
    assert os.path.exists(mark)
    np.testing.assert_array_equal(out, a + 1.0)


def deadly(home: int):
    """A tile that no worker survives."""

    def tile(a, out):
        if os.getpid() != home:
            os.kill(os.getpid(), 9)
        out[:] = a + 1.0

    return tile


def test_what_no_worker_survives_is_computed_here(program, on_ray) -> None:
    start()
    a, out = np.arange(20.0), np.zeros(20)
    program.emitted._pfor(deadly(os.getpid()), 20, inputs=[(a, 0)], outputs=[(out, 0, False)], work=1e9)
    np.testing.assert_array_equal(out, a + 1.0)
    # In place: what was needed of the array is what it held.
    def add(out):
        if os.getpid() != home:
            os.kill(os.getpid(), 9)
        out += 1.0

    home = os.getpid()
    program.emitted._pfor(add, 20, inputs=[], outputs=[(out, 0, True)], work=1e9)
    np.testing.assert_array_equal(out, a + 2.0)
    assert all_idle(2)


def test_a_chain_that_no_worker_survives_is_computed_here(program, on_ray) -> None:
    start()

    def double(out):
        out *= 2.0

    a, middle, out = np.arange(20.0), np.zeros(20), np.ones(20)
    blocks: dict = {}
    pfor, tile = program.emitted._pfor, deadly(os.getpid())
    pfor(double, 20, inputs=[], outputs=[(out, 0, True)], work=1e9, blocks=blocks)
    pfor(tile, 20, inputs=[(a, 0)], outputs=[(middle, 0, False)], work=1e9, blocks=blocks)
    pfor(tile, 20, inputs=[(middle, 0)], outputs=[(a, 0, False)], work=1e9, blocks=blocks)
    program.emitted._ray_gather(blocks, [out, a])
    np.testing.assert_array_equal(a, np.arange(20.0) + 2.0)
    np.testing.assert_array_equal(out, np.full(20, 2.0))


class OwnError(Exception):
    """An exception with something to say."""

    def __init__(self, row: int) -> None:
        super().__init__(f"row {row}")
        self.row = row


def test_the_exception_of_a_task_arrives(program, on_ray) -> None:
    start()

    def tile(out, first):
        for row in range(len(out)):
            if first + row >= 7:
                raise OwnError(first + row)
            out[row] = 1.0

    out, other = np.zeros(20), np.zeros(20)
    pfor = program.emitted._pfor
    with pytest.raises(OwnError) as raised:
        pfor(tile, 20, inputs=[], outputs=[(out, 0, False)], work=1e9, first=0)
    assert raised.value.row == 7
    np.testing.assert_array_equal(out[:5], 1.0)
    blocks: dict = {}
    with pytest.raises(OwnError):
        pfor(tile, 20, inputs=[], outputs=[(out, 0, False)], work=1e9, first=0, blocks=blocks)
        pfor(lambda a, b: None, 20, inputs=[(out, 0)], outputs=[(other, 0, False)], work=1e9, blocks=blocks)
        program.emitted._ray_gather(blocks, [other])
    assert all_idle(2)


def test_a_small_object_store_is_enough(program, on_ray) -> None:
    start(object_store_memory=80 << 20)
    random = np.random.default_rng(1)
    # Twice the store in, twice the store out: a few blocks at a time.
    a, out = random.standard_normal((400, 50_000)), np.zeros((400, 50_000))
    rows, window = program.emitted._ray_cut(400, [(a, 0)], [(out, 0, False)], {})
    assert window == 4 and 4 * window * rows * 2 * a[0].nbytes <= 80 << 20
    program.emitted.blend(a, out)
    expected = np.zeros_like(out)
    program.original.blend(a, expected)
    np.testing.assert_allclose(out, expected, rtol=1e-12)


def test_a_chain_larger_than_the_object_store_is_right(program, on_ray) -> None:
    start(object_store_memory=80 << 20)
    random = np.random.default_rng(2)
    a = random.standard_normal((128, 40_000)) + 0j
    out, expected = np.zeros((256, 40_000), complex), np.zeros((256, 40_000), complex)
    program.emitted.chain(a, out, 128, 40_000)
    program.original.chain(a, expected, 128, 40_000)
    np.testing.assert_allclose(out, expected, rtol=1e-9, atol=1e-9)


def test_a_node_that_dies_is_replaced(program, on_ray) -> None:
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    try:
        lost = cluster.add_node(num_cpus=2)
        ray.init(address=cluster.address, logging_level="ERROR")
        cluster.wait_for_nodes()

        def slow(a, out):
            time.sleep(0.7)
            out[:] = a + 1.0

        def joined(a, out):
            out[:] = a[:1] * 2.0

        a, middle, out = np.ones((12, 9)), np.zeros((12, 9)), np.zeros((12, 9))
        killer = threading.Timer(1.0, lambda: cluster.remove_node(lost, allow_graceful=False))
        killer.start()
        blocks: dict = {}
        pfor = program.emitted._pfor
        pfor(slow, 12, inputs=[(a, 0)], outputs=[(middle, 0, False)], work=1e9, blocks=blocks)
        pfor(joined, 9, inputs=[(middle, 1)], outputs=[(out, 1, False)], work=1e9, blocks=blocks)
        program.emitted._ray_gather(blocks, [out])
        killer.join()
        np.testing.assert_array_equal(out, np.full((12, 9), 4.0))
        assert all_idle(1)
    finally:
        ray.shutdown()
        cluster.shutdown()


def test_a_ray_that_runs_is_used(program, on_ray) -> None:
    start()
    before = ray.get_runtime_context().get_job_id()
    a, out = np.random.default_rng(3).standard_normal((50, 60)), np.zeros((50, 60))
    program.emitted.blend(a, out)
    assert ray.get_runtime_context().get_job_id() == before
    expected = np.zeros_like(out)
    program.original.blend(a, expected)
    np.testing.assert_allclose(out, expected, rtol=1e-12)


def test_tasks_of_products_use_one_core_each(program, on_ray) -> None:
    start()

    def threads(out):
        import numpy

        numpy.ones((300, 300)) @ numpy.ones((300, 300))
        out[:] = int(os.environ.get("OMP_NUM_THREADS", "0"))

    out = np.zeros(8)
    program.emitted._pfor(threads, 8, inputs=[], outputs=[(out, 0, False)], work=1e9, products=True)
    np.testing.assert_array_equal(out, 1.0)
