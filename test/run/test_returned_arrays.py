"""Kernels that return arrays of their own: values, layout, and who else sees them."""

from __future__ import annotations

import textwrap

import numpy as np
import pytest

SOURCE = textwrap.dedent(
    """
    import numpy as np

    def softmax(x: np.ndarray) -> np.ndarray:
        shifted = x - x.max(axis=-1, keepdims=True)
        exponentials = np.exp(shifted)
        return exponentials / exponentials.sum(axis=-1, keepdims=True)

    def edges(image: np.ndarray) -> np.ndarray:
        gx = image[:-2, 2:] - image[:-2, :-2]
        gy = image[2:, :-2] - image[:-2, :-2]
        result = np.zeros_like(image)
        result[1:-1, 1:-1] = np.sqrt(gx ** 2 + gy ** 2)
        return result

    def cdf(x: np.ndarray) -> np.ndarray:
        k = 1.0 / (1.0 + 0.25 * np.abs(x))
        return np.where(x >= 0.0, 1.0 - k * (0.5 + k * (0.25 - k)), k * np.sqrt(2.0 * np.pi))

    def prices(price: "np.ndarray[np.float64][10]", strike: "np.ndarray[np.float64][10]", rate: float, v: float):
        d = np.log(price / strike) + (rate + 0.5 * v ** 2) * strike
        call = price * cdf(d) - strike * cdf(d - v)
        put = call - price + strike
        return call, put

    def twice(x: "np.ndarray[np.float64][10, 10]"):
        y = x * x + 2.0 * x
        return y, y

    def itself(x: "np.ndarray[np.float64][10, 10]"):
        x *= 2.0
        return x

    def part(x: "np.ndarray[np.float64][10, 10]"):
        y = x * x + 2.0 * x
        return y[1:]

    def kept(x: "np.ndarray[np.float64][10, 10]", cache: dict):
        y = x * x + 2.0 * x
        cache["y"] = y
        y += 1.0
        return y

    def sideways(x: "np.ndarray[np.float64][10, 10]"):
        return x.T * 2.0 + x.T * x.T

    def steps(u: "np.ndarray[np.float64][10, 10]", n: int):
        result = u.copy()
        for _ in range(n):
            old = result.copy()
            result[1:-1, :] = 0.5 * (old[:-2, :] + old[2:, :]) + 0.25 * old[1:-1, :] * old[1:-1, :]
        return result

    def spread(a: "np.ndarray[np.float64][10, 3]", b: "np.ndarray[np.float64][10, 3]"):
        difference = a[:, np.newaxis, :] - b[np.newaxis, :, :]
        return np.sqrt((difference ** 2).sum(axis=-1))
    """
)

SHAPES = [(0, 0), (0, 3), (3, 0), (1, 1), (2, 2), (3, 4), (5, 4), (64, 300), (300, 64), (2, 20000), (1000, 40)]


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """The program, compiled once."""
    import oracle

    folder = tmp_path_factory.mktemp("returned")
    path = folder / "returned.py"
    path.write_text(SOURCE, encoding="utf-8")
    return oracle.compile_program(path, folder)


def call(module, name, make):
    """Everything that one can see of a call."""
    arguments = make()
    with np.errstate():
        try:
            result = getattr(module, name)(*arguments)
        except Exception as error:  # noqa: BLE001 (whatever the original raises)
            return repr(error), arguments, None
    return "returned", arguments, result


def seen(array, arguments, results):
    """What one can tell of an array but its elements."""
    arrays = [x for x in arguments if isinstance(x, np.ndarray)]
    return (
        type(array),
        array.dtype,
        array.shape,
        array.strides,
        array.flags.writeable,
        array.flags.owndata,
        [np.shares_memory(array, x) for x in arrays],
        [array is x for x in [*arrays, *results]],
    )


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def same(program, name, make):
    """The same results in the same layout, and the same arguments afterwards."""
    (first, before, expected), (second, after, found) = (
        call(module, name, make) for module in (program.original, program.emitted)
    )
    assert first == second
    pairs = [(x, y) for x, y in zip(before, after) if isinstance(x, np.ndarray)]
    if first == "returned":
        expected, found = ([r] if isinstance(r, np.ndarray) else list(r) for r in (expected, found))
        assert len(expected) == len(found)
        for x, y in zip(expected, found):
            assert seen(x, before, expected) == seen(y, after, found)
        pairs += zip(expected, found)
    for x, y in pairs:
        np.testing.assert_allclose(x, y, rtol=1e-12, atol=1e-13)


def random(shape, seed=1):
    """Numbers of both signs."""
    return np.random.default_rng(seed).standard_normal(shape)


ON_PLANES = ["softmax", "edges", "cdf", "twice", "itself", "part", "sideways"]


def test_there_are_versions(program):
    """Every kernel but those that return what is not theirs is optimized."""
    text = program.emitted_path.read_text(encoding="utf-8")
    for name in ("softmax", "edges", "cdf", "prices", "steps"):
        body = text[text.index(f"def {name}(") :].split("# The original statements.")[0]
        assert "np.empty" in body, name


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name", ON_PLANES)
@pytest.mark.parametrize("shape", SHAPES)
def test_shapes(program, name, shape):
    """Empty arrays, one strip and several."""
    same(program, name, lambda: [random(shape)])


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name", ON_PLANES)
def test_layouts(program, name):
    """The layout of a result follows that of the arguments."""
    same(program, name, lambda: [np.asfortranarray(random((40, 60)))])
    same(program, name, lambda: [random((80, 90))[::2, ::3]])
    same(program, name, lambda: [random((40, 60))[::-1]])
    same(program, name, lambda: [np.broadcast_to(random(60), (40, 60))])
    same(program, name, lambda: [random((40, 60)).astype(np.float32)])
    same(program, name, lambda: [random((40, 60)).view(np.matrix)])
    same(program, name, lambda: [random((5, 6, 7))])
    same(program, name, lambda: [random(50)])


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("n", [0, 1, 7, 16384, 16385, 40000])
def test_vectors(program, n):
    """One axis; the last strip is shorter; numbers whose powers overflow."""
    positive = lambda seed: np.abs(random(n, seed)) + 0.1  # noqa: E731
    same(program, "prices", lambda: [positive(1), positive(2), 0.1, 0.2])
    same(program, "prices", lambda: [positive(1), positive(2), 0.1, 1e200])
    same(program, "prices", lambda: [positive(1), positive(2), 0.1, np.float64(0.3)])
    same(program, "prices", lambda: [positive(1), positive(2)[: n // 2], 0.1, 0.2])
    same(program, "prices", lambda: [positive(1), positive(2)[:1], 0.1, 0.2])
    same(program, "prices", lambda: [positive(1)[::-1], positive(2)[::-1], 0.1, 0.2])
    same(program, "cdf", lambda: [random(n)])


def test_an_array_that_somebody_keeps(program):
    """It is the one that is returned."""
    for module in (program.original, program.emitted):
        cache = {}
        result = module.kept(random((40, 60)), cache)
        assert cache["y"] is result
    same(program, "kept", lambda: [random((40, 60)), {}])


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("n", [-1, 0, 1, 3])
def test_steps(program, shape, n):
    """A copy in each step."""
    same(program, "steps", lambda: [random(shape), n])


def test_spread(program):
    """Three axes that become two."""
    same(program, "spread", lambda: [random((50, 3)), random((40, 3), 2)])
    same(program, "spread", lambda: [random((50, 3)), random((1, 3), 2)])
    same(program, "spread", lambda: [random((50, 3)), random((40, 1), 2)])
    same(program, "spread", lambda: [random((0, 3)), random((40, 3), 2)])
    same(program, "spread", lambda: [random((50, 3)), random((40, 2), 2)])


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_not_a_number(program):
    """NaN and Inf spread as they do in the original."""

    def make():
        x = random((300, 200))
        x[100, 5], x[101, 6], x[299, 0] = np.nan, np.inf, -np.inf
        return [x]

    for name in ON_PLANES:
        same(program, name, make)
