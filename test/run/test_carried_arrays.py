"""Arrays that a loop binds anew in each iteration: what may run in one place of memory, and what must not."""

from __future__ import annotations

import numpy as np
import oracle
import pytest

SOURCE = '''
import numpy as np


def horner(c: np.ndarray, x: np.ndarray, n: int):
    value = np.zeros_like(x)
    slope = np.zeros_like(x)
    for k in range(len(c) - 1, -1, -1):
        slope = slope * x + value
        value = value * x + c[k]
    return value, slope


def euler(c: np.ndarray, x: np.ndarray, n: int):
    for _ in range(n):
        x = x + 0.01 * (x - x * x * x)
    return x


def boundary(c: np.ndarray, x: np.ndarray, n: int):
    for _ in range(n):
        x = 0.5 * (x + 1.0)
        x[0] = 0.0
        x[-1] = c[0]
    return x


def branch(c: np.ndarray, x: np.ndarray, n: int):
    for i in range(n):
        if i > 1:
            x = x + 1.0
        else:
            x = x * 2.0
    return x


def nested(c: np.ndarray, x: np.ndarray, n: int):
    total = np.zeros_like(x)
    y = np.ones_like(x)
    for _ in range(n):
        for k in range(len(c)):
            y = y * 0.5 + c[k] * x
        total += y
    return total, y


def nested_argument(c: np.ndarray, x: np.ndarray, n: int):
    for _ in range(n):
        for k in range(len(c)):
            x = x * 0.5 + c[k]
    return x


def two_names(c: np.ndarray, x: np.ndarray, n: int):
    y = np.ones_like(x)
    z = y
    for _ in range(n):
        y = y * x
    z[0] = 7.0
    return y, z


def written_before(c: np.ndarray, x: np.ndarray, n: int):
    for _ in range(n):
        x[0] += 1.0
        x = x * 2.0
    return x


def second_name(c: np.ndarray, x: np.ndarray, n: int):
    old = x
    for _ in range(n):
        old = x
        x = x + 1.0
    return old, x


def view(c: np.ndarray, x: np.ndarray, n: int):
    inner = x[1:]
    for _ in range(n):
        x = x + inner[0]
        inner = x[1:]
    return x, inner


def history(c: np.ndarray, x: np.ndarray, n: int):
    kept = []
    for _ in range(n):
        kept.append(x)
        x = x + 1.0
    return kept


def printed(c: np.ndarray, x: np.ndarray, n: int):
    for i in range(n):
        x = x + 1.0
        print(i, x[0])
    return x


def widened(c: np.ndarray, x: np.ndarray, n: int):
    y = np.zeros(len(x), dtype=np.float32)
    for _ in range(n):
        y = y + x
    return y


def shrinking(c: np.ndarray, x: np.ndarray, n: int):
    for _ in range(n):
        x = x[1:] + x[:-1]
    return x


def broadcast(c: np.ndarray, x: np.ndarray, n: int):
    for _ in range(n):
        x = x + c
    return x


def leaves(c: np.ndarray, x: np.ndarray, n: int):
    for i in range(n):
        x = x + 1.0
        if x[0] > 3.0:
            break
    return x
'''

RUN = ["horner", "euler", "boundary", "nested", "two_names", "broadcast"]
MUST_NOT = ["second_name", "view", "history", "widened", "shrinking"]
OTHERS = ["written_before", "printed", "leaves", "branch", "nested_argument"]


@pytest.fixture(scope="module")
def program(tmp_path_factory) -> oracle.Program:
    """The kernels, compiled once."""
    folder = tmp_path_factory.mktemp("carried")
    source = folder / "kernels.py"
    source.write_text(SOURCE, encoding="utf-8")
    return oracle.compile_program(source, folder)


def check(program: oracle.Program, name: str, c: np.ndarray, x: np.ndarray, n: int) -> oracle.Outcome:
    """Original and emitted code on copies."""
    return oracle.check(program, lambda m: getattr(m, name), lambda m: (c.copy(), x.copy(), n))


@pytest.mark.parametrize("n", [1, 2, 5])
@pytest.mark.parametrize("name", RUN)
def test_in_one_place(program: oracle.Program, name: str, n: int) -> None:
    """The same as the original, optimized."""
    rng = np.random.default_rng(n)
    assert check(program, name, rng.standard_normal(6), rng.standard_normal(6), n).ran_optimized


@pytest.mark.parametrize("n", [0, 1, 3])
@pytest.mark.parametrize("name", MUST_NOT + OTHERS)
def test_in_many_places(program: oracle.Program, name: str, n: int) -> None:
    """Somebody holds an array that the loop binds no longer, or the next one is of another kind."""
    rng = np.random.default_rng(n)
    outcome = check(program, name, rng.standard_normal(9), rng.standard_normal(9), n)
    own = program.emitted_source.partition(f"def {name}(")[2].partition("\ndef ")[0]
    assert name in OTHERS or outcome.ran_original or oracle.ORIGINAL_MARK not in own


@pytest.mark.parametrize("name", RUN + MUST_NOT + OTHERS)
def test_odd_arguments(program: oracle.Program, name: str) -> None:
    """No iteration, sizes that do not fit, NaN and Inf, empty arrays, matrices, and other types."""
    x = np.array([1.0, np.nan, -np.inf, -0.0])
    for c, given, n in [
        (x, x, 0),
        (x[:3], x, 2),
        (x, x, 3),
        (x[:1], x, 2),
        (x, x[:1], 2),
        (x[:0], x[:0], 2),
        (x, np.asfortranarray(np.ones((4, 4)) * x), 2),
        (x, np.arange(4), 2),
        (x, x.astype(np.float32), 2),
        (x, x[::-1], 2),
    ]:
        check(program, name, c, given, n)


def test_branches(program: oracle.Program) -> None:
    """Both branches bind the array anew."""
    assert check(program, "branch", np.ones(2), np.ones(3), 5).ran_optimized


def test_the_argument_itself(program: oracle.Program) -> None:
    """Without an iteration the argument is what comes back; else it is as it was."""
    x = np.ones(4)
    assert program.emitted.euler(x, x, 0) is x
    assert program.emitted.euler(x, x, 2) is not x
    assert (x == 1.0).all()


def test_the_same_array_twice(program: oracle.Program) -> None:
    """Both arguments are one array."""

    def arguments(module) -> tuple:
        x = np.linspace(0.0, 1.0, 5)
        return x, x, 2

    for name in RUN + MUST_NOT:
        oracle.check(program, lambda m, name=name: getattr(m, name), arguments)


def test_reversed_temporaries(tmp_path) -> None:
    """A temporary that is read backwards along one axis and whole along the other."""
    source = tmp_path / "backwards.py"
    source.write_text(
        "import numpy as np\n\n\n"
        "def backwards(a: 'np.ndarray[np.float64][9, 9]', b: 'np.ndarray[np.float64][9, 9]'):\n"
        "    t = a * 2.0 + b\n"
        "    s = t / (t * t + 1.0)\n"
        "    b[:] = s[:, ::-1] * s + s[::-1]\n",
        encoding="utf-8",
    )
    program = oracle.compile_program(source, tmp_path)
    a, b = np.random.default_rng(3).random((2, 5, 7))
    assert oracle.check(program, lambda m: m.backwards, lambda m: (a.copy(), b.copy())).ran_optimized


def test_temporaries_of_a_loop(tmp_path) -> None:
    """A temporary whose elements are filled by several statements has no part for each iteration."""
    source = tmp_path / "fluxes.py"
    source.write_text(
        "import numpy as np\n\n\n"
        "def fluxes(u: np.ndarray, n: int, dt: float):\n"
        "    m = len(u)\n"
        "    for t in range(n):\n"
        "        f = np.empty(m + 1)\n"
        "        f[0] = 0.0\n"
        "        f[-1] = 0.0\n"
        "        f[1:-1] = u[1:] - u[:-1]\n"
        "        u += dt * (f[1:] - f[:-1])\n",
        encoding="utf-8",
    )
    program = oracle.compile_program(source, tmp_path)
    u = np.random.default_rng(4).random(9)
    assert oracle.check(program, lambda m: m.fluxes, lambda m: (u.copy(), 5, 0.1)).ran_optimized
    assert "np.empty((" not in program.emitted_source
