"""Types from hints and uses: which version runs for which arguments, and that the original runs for all others."""

from __future__ import annotations

import numpy as np
import oracle
import pytest

RANKS = """
import numpy as np


def softmax(x: np.ndarray):
    e = np.exp(x - np.max(x))
    return e / e.sum()


def axpy(a: float, x: np.ndarray, y: np.ndarray):
    y += a * x


def gesummv(alpha: float, beta: float, A: np.ndarray, B: np.ndarray, x: np.ndarray, y: np.ndarray):
    y[:] = alpha * np.dot(A, x) + beta * np.dot(B, x)


def gemm(alpha: float, beta: float, C: np.ndarray, A: np.ndarray, B: np.ndarray):
    C[:] = alpha * np.dot(A, B) + beta * C


def mvt(x1: np.ndarray, x2: np.ndarray, y1: np.ndarray, y2: np.ndarray, A: np.ndarray):
    x1 += A @ y1
    x2 += y2 @ A


def row_products(A: np.ndarray, x: np.ndarray, y: np.ndarray):
    for i in range(A.shape[0]):
        y[i] = np.dot(A[i], x)


def unhinted(a, x, y, n):
    for i in range(n):
        y[i] += a * x[i]
"""


def numbers(*shape: int, seed: int = 0) -> np.ndarray:
    """Random numbers of a shape."""
    return np.random.default_rng(seed).standard_normal(shape)


CASES = {
    "softmax": [(numbers(7),), (numbers(4, 5),)],
    "axpy": [(0.5, numbers(6), numbers(6)), (0.5, numbers(3, 4), numbers(3, 4)), (0.5, numbers(4), numbers(3, 4))],
    "gesummv": [(0.5, 2.0, numbers(4, 4), numbers(4, 4), numbers(4), numbers(4))],
    "gemm": [(0.5, 2.0, numbers(300, 500), numbers(300, 400), numbers(400, 500))],
    "mvt": [(numbers(4), numbers(4), numbers(4), numbers(4), numbers(4, 4))],
    "row_products": [(numbers(4, 5), numbers(5), numbers(4))],
    "unhinted": [(0.5, numbers(5), numbers(5), 5)],
}

# Other ranks, element types and kinds; None where the original raises.
FALLBACKS = {
    "softmax": [(numbers(2, 3, 4),), (numbers(5).astype(np.float32),), (3.0,), ([1.0, 2.0],), (np.zeros(0),)],
    "axpy": [
        (0.5, numbers(3, 4), numbers(4)),
        (0.5, 2.0, numbers(4)),
        (1, numbers(4), numbers(4)),
        (0.5, numbers(4), np.arange(4)),
    ],
    "gesummv": [
        (0.5, 2.0, numbers(4, 4), numbers(4, 4), numbers(4, 2), numbers(4, 2)),
        (0.5, 2.0, numbers(4), numbers(4), numbers(4), numbers(4)),
        (0.5, 2.0, numbers(4, 3), numbers(4, 4), numbers(4), numbers(4)),
    ],
    "gemm": [
        (0.5, 2.0, numbers(3), numbers(3, 4), numbers(4)),
        (0.5, 2.0, numbers(3, 5), numbers(3, 4), numbers(3, 5)),
        (0.5, 2.0, numbers(3, 5).astype(np.float32), numbers(3, 4), numbers(4, 5)),
    ],
    "mvt": [(numbers(4, 2), numbers(2, 4), numbers(4, 2), numbers(2, 4), numbers(4, 4))],
    "row_products": [(numbers(4, 5), numbers(5, 1), numbers(4, 1)), (numbers(4), numbers(4), numbers(4))],
    "unhinted": [(1, numbers(5), numbers(5), 5), (0.5, [1.0, 2.0], [3.0, 4.0], 2)],
}


def check(program: oracle.Program, name: str, arguments: tuple) -> oracle.Outcome:
    """Runs a function of both modules on copies of the arguments."""
    copied = lambda _: tuple(a.copy() if isinstance(a, (np.ndarray, list)) else a for a in arguments)  # noqa: E731
    return oracle.check(program, lambda module: getattr(module, name), copied)


@pytest.fixture(scope="module")
def ranks(tmp_path_factory):
    """The program above, compiled."""
    path = tmp_path_factory.mktemp("ranks") / "ranks.py"
    path.write_text(RANKS, encoding="utf-8")
    return oracle.compile_program(path, path.parent)


def each(cases: dict) -> list:
    """Every argument list of every function."""
    return [pytest.param(name, i, id=f"{name}-{i}") for name, lists in cases.items() for i in range(len(lists))]


@pytest.mark.parametrize(("name", "number"), each(CASES))
def test_ranks(ranks, name, number):
    """A version runs for ranks that the uses allow and the program's style suggests."""
    # One library call already: the version is right, and not expected to be faster.
    assert check(ranks, name, CASES[name][number]).ran_optimized or name == "gemm"


@pytest.mark.parametrize(("name", "number"), each(FALLBACKS))
def test_other_arguments(ranks, name, number):
    """All other ranks, element types and kinds go to the original."""
    assert not check(ranks, name, FALLBACKS[name][number]).ran_optimized


DTYPES = """
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
C64 = npt.NDArray[np.complex64]
C128 = npt.NDArray[np.complex128]
I64 = npt.NDArray[np.int64]
I8 = npt.NDArray[np.int8]


def gemm32(alpha: float, beta: float, C: F32, A: F32, B: F32):
    C[:] = 0.1 * alpha * np.dot(A, B) + beta * C


def syrk32(n: int, m: int, alpha: float, beta: float, C: F32, A: F32):
    for i in range(n):
        C[i, : i + 1] *= beta
        for k in range(m):
            C[i, : i + 1] += alpha * A[i, k] * A[: i + 1, k]


def syrk64(n: int, m: int, alpha: complex, beta: complex, C: C64, A: C64):
    for i in range(n):
        C[i, : i + 1] *= beta
        for k in range(m):
            C[i, : i + 1] += alpha * A[i, k] * A[: i + 1, k]


def gemm128(C: C128, A: C128, B: C128, n: int):
    for i in range(n):
        for j in range(n):
            for k in range(n):
                C[i, j] += (1.0 + 2.0j) * A[i, k] * B[k, j]


def atax_int(A: I64, x: I64, y: I64):
    y[:] = (A @ x) @ A


def wrapping(C: I8, A: I8, B: I8, n: int):
    for i in range(n):
        for j in range(n):
            for k in range(n):
                C[i, j] += A[i, k] * B[k, j]


def sums32(A: F32, x: F32, y: F32, n: int):
    for i in range(n):
        s = 0.0
        for j in range(n):
            s += A[i, j] * x[j]
        y[i] = s


def scaled32(alpha: np.float32, x: F32, y: F32):
    y += alpha * x


def inexact_start(x: F32, y: F32, n: int):
    s = 0.1
    for j in range(n):
        s += x[j]
    y[0] = s


def wide_sum(x: I8, y: I64):
    y[0] = x.sum()


def truncating(C: I64, A: npt.NDArray[np.float64], n: int):
    for i in range(n):
        C[i] = A[i] * 2.0
"""


def of(dtype: str, *shape: int, seed: int = 0) -> np.ndarray:
    """Numbers of a dtype."""
    values = 5 * np.random.default_rng(seed).standard_normal(shape)
    if np.dtype(dtype).kind == "c":
        return (values + 1j * values[::-1]).astype(dtype)
    return values.astype(dtype)


SINGLE, DOUBLE = 1e-4, 1e-11

TYPED = {
    "gemm32": (SINGLE, (0.5, 2.0, of("f4", 300, 500), of("f4", 300, 400), of("f4", 400, 500))),
    "syrk32": (SINGLE, (40, 30, 0.5, 2.0, of("f4", 40, 40), of("f4", 40, 30))),
    "syrk64": (SINGLE, (40, 30, 0.5 + 1j, 2.0 - 1j, of("c8", 40, 40), of("c8", 40, 30))),
    "gemm128": (DOUBLE, (of("c16", 20, 20), of("c16", 20, 20), of("c16", 20, 20), 20)),
    "atax_int": (0.0, (of("i8", 30, 40), of("i8", 40), of("i8", 40))),
    "wrapping": (0.0, (of("i1", 20, 20), 40 * of("i1", 20, 20), of("i1", 20, 20), 20)),
    "sums32": (SINGLE, (of("f4", 40, 40), of("f4", 40), of("f4", 40), 40)),
    "scaled32": (SINGLE, (np.float32(0.1), of("f4", 40), of("f4", 40))),
}

OTHER_TYPES = {
    "gemm32": (np.float64(0.5), 2.0, of("f4", 3, 5), of("f4", 3, 4), of("f4", 4, 5)),
    "syrk32": (4, 3, 0.5, 2.0, of("f8", 4, 4), of("f4", 4, 3)),
    "syrk64": (4, 3, 0.5, 2.0, of("c16", 4, 4), of("c8", 4, 3)),
    "gemm128": (of("c8", 2, 2), of("c16", 2, 2), of("c16", 2, 2), 2),
    "atax_int": (of("i4", 3, 4), of("i8", 4), of("i8", 4)),
    "scaled32": (np.float64(0.1), of("f4", 4), of("f4", 4)),
    "sums32": (of("f4", 4, 4), of("f4", 4), of("f8", 4), 4),
}


@pytest.fixture(scope="module")
def typed(tmp_path_factory):
    """The program above, compiled."""
    path = tmp_path_factory.mktemp("typed") / "typed.py"
    path.write_text(DTYPES, encoding="utf-8")
    return oracle.compile_program(path, path.parent)


@pytest.mark.parametrize("name", TYPED)
def test_element_types(typed, name):
    """float32, complex and integer versions agree with the original in the precision of their elements."""
    tolerance, arguments = TYPED[name]
    copied = lambda _: tuple(a.copy() if isinstance(a, np.ndarray) else a for a in arguments)  # noqa: E731
    outcome = oracle.check(typed, lambda module: getattr(module, name), copied, tolerance)
    assert outcome.ran_optimized or name == "gemm32"


@pytest.mark.parametrize("name", OTHER_TYPES)
def test_other_element_types(typed, name):
    """Other element types, and scalars that would widen, go to the original."""
    assert not check(typed, name, OTHER_TYPES[name]).ran_optimized


# What they compute depends on where values are converted: no version.
UNTOUCHED = {
    "inexact_start": (of("f4", 4), of("f4", 4), 4),
    "wide_sum": (of("i1", 400), of("i8", 1)),
    "truncating": (of("i8", 4), of("f8", 4), 4),
}


@pytest.mark.parametrize("name", UNTOUCHED)
def test_conversions(typed, name):
    """Values are not converted elsewhere than in the original, whether or not there is a version."""
    check(typed, name, UNTOUCHED[name])


SPELLINGS = """
from __future__ import annotations

import numpy
import numpy as np
import numpy.typing as npt
from typing import Annotated, Any, List, Optional, Sequence, TypeAlias, Union
from numpy import ndarray as Grid
from numpy.typing import NDArray as Numbers

Matrix = np.ndarray
Vector: TypeAlias = "npt.NDArray[np.float64]"
Rows = Matrix


def k1(a: np.ndarray, b: np.ndarray): {body}
def k2(a: Grid, b: numpy.ndarray): {body}
def k3(a: npt.NDArray[np.float64], b: Numbers[np.float64]): {body}
def k4(a: np.ndarray[Any, np.dtype[np.float64]], b: np.ndarray[tuple[int, int], np.dtype[np.float64]]): {body}
def k5(a: numpy.ndarray[numpy.float64][32, 10000], b: "numpy.ndarray[numpy.float64][3, 4]"): {body}
def k6(a: Annotated[np.ndarray, "a"], b: Optional[np.ndarray]): {body}
def k7(a: np.ndarray | None, b: Union[np.ndarray, None] = None): {body}
def k8(a: Matrix, b: Rows): {body}
def k9(a: Vector, b: "Matrix"): {body}
def k10(a: Float[np.ndarray, "n m"], b: Float64[np.ndarray, "n m"]): {body}
def k11(a, b): {body}
def k12(a: np.ndarray, /, *, b: np.ndarray): {body}
def k13(a: Any, b: object = None): {body}
def k14(a: np.ndarray | list[list[float]], b: list[list[float]] | np.ndarray): {body}
def k15(a: ndarray, b: "ndarray", unused: module = None, other: None = None): {body}


def l1(a: list, b: List[List[float]], n: int): {nested}
def l2(a: list[list[float]], b: Sequence[Sequence[float]], n: int): {nested}


class Problem:
    scale: float

    def __init__(self, n: int, data: np.ndarray):
        self.n = n
        self.data = data
        self.total = np.zeros(n)
        self.scale = 2.0

    def kernel(self):
        for i in range(self.n):
            self.total[i] += self.scale * self.data[i]

    def whole(self):
        self.total += self.scale * self.data
"""

BODY = "\n    a[:, :] += 2.0 * b\n\n"
NESTED = "\n    for i in range(n):\n        for j in range(n):\n            a[i][j] += 2.0 * b[i][j]\n\n"


@pytest.fixture(scope="module")
def spelled(tmp_path_factory):
    """Kernels whose hints are spelled in every way."""
    path = tmp_path_factory.mktemp("spelled") / "spelled.py"
    path.write_text(SPELLINGS.replace("{body}", BODY).replace("{nested}", NESTED), encoding="utf-8")
    return oracle.compile_program(path, path.parent)


@pytest.mark.parametrize("number", range(1, 16))
def test_spellings(spelled, number):
    """Hints of arrays in all spellings, with two axes from the subscripts."""
    arguments = (numbers(130, 140), numbers(130, 140))
    name = f"k{number}"
    if number == 12:
        by_keyword = lambda module: lambda a, b: module.k12(a, b=b)  # noqa: E731
        outcome = oracle.check(spelled, by_keyword, lambda _: tuple(a.copy() for a in arguments))
    else:
        outcome = check(spelled, name, arguments)
    # Nothing says that `b` of k11 and k13 is an array, and k14 names its types crosswise.
    assert outcome.ran_optimized or number in (11, 13, 14), name


@pytest.mark.parametrize("name", ["l1", "l2"])
def test_list_spellings(spelled, name):
    """Hints of lists; such small ones need not pay."""
    check(spelled, name, ([[1.0, 2.0], [3.0, 4.0]], [[0.5, 0.25], [0.125, 1.0]], 2))
    assert "_separate_lists((a, 2), (b, 2))" in spelled.emitted_source


@pytest.mark.parametrize("name", ["kernel", "whole"])
def test_attributes(spelled, name):
    """What a class says of its attributes are hints."""
    call = lambda module: lambda n, data: getattr(module.Problem(n, data), name)()  # noqa: E731
    outcome = oracle.check(spelled, call, lambda _: (150, numbers(150)))
    assert outcome.ran_optimized


STUBBED = """
import numpy as np


def scale(alpha, a, b):
    a += alpha * b


class Kernel:
    def run(self, a, b):
        b += a
"""

STUB = """
from typing import overload
import numpy as np
import numpy.typing as npt

@overload
def scale(alpha: float, a: npt.NDArray[np.float32], b: npt.NDArray[np.float32]) -> None: ...
@overload
def scale(alpha: float, a: np.ndarray[np.float64][3, 3], b: np.ndarray[np.float64][3, 3]) -> None: ...

class Kernel:
    def run(self, a: np.ndarray[np.complex128][3], b: np.ndarray[np.complex128][3]) -> None: ...
"""


@pytest.mark.parametrize("beside", [True, False])
def test_stubs(tmp_path, beside):
    """A stub beside the module, or one that is named, gives types; overloads give versions."""
    source = tmp_path / "kernels.py"
    source.write_text(STUBBED, encoding="utf-8")
    stub = tmp_path / ("kernels.pyi" if beside else "types.pyi")
    stub.write_text(STUB, encoding="utf-8")
    program = oracle.compile_program(source, tmp_path, *([] if beside else ["--hints", stub]))
    for a, b in [(of("f4", 200), of("f4", 200)), (numbers(30, 40), numbers(30, 40))]:
        outcome = oracle.check(program, lambda module: module.scale, lambda _: (0.5, a.copy(), b.copy()), SINGLE)
        assert outcome.ran_optimized
    run = lambda module: lambda a, b: module.Kernel().run(a, b)  # noqa: E731
    assert oracle.check(program, run, lambda _: (of("c16", 200), of("c16", 200))).ran_optimized
    assert not oracle.check(program, run, lambda _: (numbers(5), numbers(5))).ran_optimized


def test_bad_stub(tmp_path):
    """A mistake in a stub is reported with its place, and there is no output."""
    (tmp_path / "kernels.py").write_text(STUBBED, encoding="utf-8")
    (tmp_path / "kernels.pyi").write_text("def f(:\n", encoding="utf-8")
    completed = oracle.run_compiler(tmp_path / "kernels.py", "-o", tmp_path / "out.py")
    assert completed.returncode == 1
    assert "kernels.pyi:1:" in completed.stderr
    assert not (tmp_path / "out.py").exists()


def test_bad_store(tmp_path):
    """Neither is a file that is no database a store, nor one without the table."""
    source = tmp_path / "kernels.py"
    source.write_text(STUBBED, encoding="utf-8")
    for content in [b"", b"text", b"SQLite format 3\0" + bytes(4096)]:
        store = tmp_path / "calls.sqlite3"
        store.write_bytes(content)
        completed = oracle.run_compiler(source, "-o", tmp_path / "out.py", "--hints", store)
        assert completed.returncode == 1
        assert "no store of recorded calls" in completed.stderr


def test_monkeytype(tmp_path, monkeypatch):
    """Calls that MonkeyType recorded: each combination of types becomes a version."""
    tracing = pytest.importorskip("monkeytype.tracing")
    from monkeytype.db.sqlite import SQLiteStore

    class Collected(tracing.CallTraceLogger):
        """Keeps what is recorded."""

        def __init__(self) -> None:
            self.traces = []

        def log(self, trace) -> None:
            self.traces.append(trace)

    source = tmp_path / "recorded_kernels.py"
    source.write_text(
        "import numpy as np\n\n\ndef scale(alpha, a, b):\n    for i in range(len(a)):\n        a[i] += alpha * b[i]\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    import recorded_kernels

    store = SQLiteStore.make_store(str(tmp_path / "monkeytype.sqlite3"))
    logger = Collected()
    with tracing.trace_calls(logger, max_typed_dict_size=0):
        for _ in range(3):
            recorded_kernels.scale(0.5, np.ones(3), np.ones(3))
        recorded_kernels.scale(0.5, [1.0, 2.0], [3.0, 4.0])
    store.add([trace for trace in logger.traces if trace.func.__module__ == "recorded_kernels"])
    store.conn.close()
    program = oracle.compile_program(source, tmp_path, "--hints", tmp_path / "monkeytype.sqlite3")
    assert check(program, "scale", (0.5, numbers(300), numbers(300))).ran_optimized
    assert "_separate_lists((a, 1), (b, 1))" in program.emitted_source
    check(program, "scale", (0.5, [1.0, 2.0], [3.0, 4.0]))


PROMOTION = """
import numpy as np

def scaled(n: int, s: float, a: "np.ndarray[np.float32][4]"):
    for i in range(n):
        a[i] = a[i] * s
"""


def test_other_version_of_numpy(tmp_path, monkeypatch):
    """Where numbers do not adapt to what they meet, the original runs."""
    path = tmp_path / "promotion.py"
    path.write_text(PROMOTION, encoding="utf-8")
    program = oracle.compile_program(path, tmp_path)
    arguments = lambda _: (40, 0.1, of("f4", 40))  # noqa: E731
    assert oracle.check(program, lambda module: module.scaled, arguments, SINGLE).ran_optimized
    monkeypatch.setattr(program.emitted, "_numpy_2", lambda: False)
    assert oracle.check(program, lambda module: module.scaled, arguments, SINGLE).ran_original
