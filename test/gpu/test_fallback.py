"""Whatever goes wrong on the device, the CPU computes, says so once, and nobody sees a trace."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import warnings

import numpy as np
import pytest

import oracle

PRODUCT = textwrap.dedent(
    """
    import numpy as np

    def product(a: np.ndarray, b: np.ndarray, c: np.ndarray, n: int):
        for i in range(n):
            for j in range(n):
                c[i, j] = a[i, :n] @ b[:n, j]
    """
)

TOTAL = textwrap.dedent(
    """
    import numpy as np

    def total(a: np.ndarray, n: int):
        s = 0.0
        for i in range(n):
            for j in range(n):
                s += a[i, j] * a[i, j]
        return s

    def doubled(a: np.ndarray, n: int):
        b = np.empty((n, n))
        for i in range(n):
            for j in range(n):
                b[i, j] = 2.0 * a[i, j]
        return b
    """
)


def arrays(n=6, dtype=float):
    """Arguments of the product, with a result that is not zero before."""
    rng = np.random.default_rng(1)
    return (*(rng.standard_normal((n, n)).astype(dtype) for _ in range(3)), n)


def run(program, function="product", arguments=None):
    """The emitted function's arguments afterwards, its result, and the warnings."""
    arguments = arrays() if arguments is None else arguments
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = getattr(program.emitted, function)(*arguments)
    return arguments, result, [str(w.message) for w in caught]


def expected():
    """What the original makes of the same arguments."""
    a, b, c, n = arrays()
    c[...] = a @ b
    return c


def test_on_the_device(standin, compile_text):
    """Two arrays go up, one comes back; the identity of the caller's array is kept."""
    program = compile_text(PRODUCT)
    arguments = arrays()
    (_, _, c, _), result, said = run(program, arguments=arguments)
    assert c is arguments[2] and result is None and said == []
    np.testing.assert_allclose(c, expected())
    assert (standin.counts.uploads, standin.counts.downloads) in [(2, 1), (3, 1)]


def test_cpu_by_request(standin, compile_text, monkeypatch):
    """AUTOMPHC_TARGET=cpu: nothing moves."""
    monkeypatch.setenv("AUTOMPHC_TARGET", "cpu")
    (_, _, c, _), _, said = run(compile_text(PRODUCT))
    np.testing.assert_allclose(c, expected())
    assert standin.counts.uploads == 0 and said == []


def test_small_arrays_stay(standin, compile_text, monkeypatch):
    """Without a request the threshold decides, and CuPy is not even imported for little work."""
    monkeypatch.delenv("AUTOMPHC_TARGET")
    (_, _, c, _), _, _ = run(compile_text(PRODUCT))
    np.testing.assert_allclose(c, expected())
    assert standin.counts.uploads == 0


def broken(standin):
    standin.limits.broken = True


def full(standin):
    standin.limits.memory = 10


def absent(standin):
    standin.limits.devices = 0


@pytest.mark.parametrize("damage", [broken, full, absent])
def test_errors_of_the_device(standin, compile_text, damage):
    """One warning in many calls, and the results of the CPU."""
    program = compile_text(PRODUCT)
    damage(standin)
    messages = []
    for _ in range(3):
        (_, _, c, _), _, said = run(program)
        np.testing.assert_allclose(c, expected())
        messages += said
    assert len(messages) == 1 and "no GPU, the CPU computes" in messages[0]


def test_an_error_in_the_middle(standin, compile_text, monkeypatch):
    """The driver fails at the download: the arguments are as they were, and the CPU starts from them."""
    program = compile_text(PRODUCT)

    def fail(self, *arguments, **keywords):
        raise standin.cuda.CUDARuntimeError("cudaErrorECCUncorrectable")

    monkeypatch.setattr(standin.ndarray, "get", fail)
    (_, _, c, _), _, said = run(program)
    np.testing.assert_allclose(c, expected())
    assert len(said) == 1


def test_an_error_at_a_returned_array(standin, compile_text, monkeypatch):
    """Errors of kernels show where results are waited for: also there the CPU takes over."""
    program = compile_text(TOTAL)

    def fail(self, *arguments, **keywords):
        raise standin.cuda.CUDARuntimeError("cudaErrorIllegalAddress")

    monkeypatch.setattr(standin.ndarray, "get", fail)
    _, result, said = run(program, "doubled", (np.ones((4, 4)), 4))
    assert (result == 2.0).all() and len(said) == 1


def test_memory_that_is_full_concerns_one_call(standin, compile_text):
    """The next call tries again."""
    program = compile_text(PRODUCT)
    full(standin)
    run(program)
    standin.reset()
    run(program)
    assert standin.counts.downloads == 1


def test_without_cupy(compile_text, monkeypatch):
    """The emitted module needs NumPy alone."""
    path = compile_text(PRODUCT).emitted_path
    code = (
        "import sys, warnings; sys.modules['cupy'] = None; import numpy as np; import program_opt as p;"
        "a = np.eye(5); b = np.arange(25.0).reshape(5, 5); c = np.zeros((5, 5));"
        "warnings.simplefilter('ignore'); p.product(a, b, c, 5); assert (c == b).all()"
    )
    environment = {"PYTHONPATH": str(path.parent), "AUTOMPHC_TARGET": "cupy", "PATH": ""}
    completed = subprocess.run([sys.executable, "-c", code], env=environment, check=False, capture_output=True)
    assert completed.returncode == 0, completed.stderr


def test_numbers_come_back_as_numbers(cupy, compile_text):
    """A full reduction has no axes on the device, and is a number of the original's type for the caller."""
    program = compile_text(TOTAL)
    a = np.arange(16.0).reshape(4, 4)
    with_original = program.original.total(a, 4)
    with_device = program.emitted.total(a, 4)
    assert type(with_device) is type(with_original)
    assert with_device == pytest.approx(with_original)


def test_new_arrays_come_back_as_arrays(cupy, compile_text):
    """What is made on the device and returned is a host array."""
    program = compile_text(TOTAL)
    result = program.emitted.doubled(np.ones((4, 4)), 4)
    assert type(result) is np.ndarray and (result == 2.0).all()
    assert "cp.asarray(a)" in program.emitted_source.split("def doubled")[1]


def test_arrays_of_cupy_stay_there(standin, compile_text):
    """Nothing moves, and the caller's array is written in place."""
    program = compile_text(PRODUCT)
    a, b, c, n = arrays()
    there = [standin.asarray(x) for x in (a, b, c)]
    standin.reset()
    assert program.emitted.product(*there, n) is None
    assert (standin.counts.uploads, standin.counts.downloads) == (0, 0)
    np.testing.assert_allclose(there[2].get(), expected())


def test_results_for_arrays_of_cupy(standin, compile_text):
    """What the program returns for them is what the original returns: this one makes a host array by itself."""
    a = standin.asarray(np.ones((4, 4)))
    program = compile_text(TOTAL)
    result, original = program.emitted.doubled(a, 4), program.original.doubled(a, 4)
    assert type(result) is type(original) and (result == original).all()


def test_errors_on_arrays_of_cupy_are_raised(standin, compile_text):
    """The CPU cannot take over what is on the device."""
    program = compile_text(PRODUCT)
    there = [standin.asarray(x) for x in arrays()[:3]]
    broken(standin)
    with pytest.raises(standin.cuda.CUDARuntimeError):
        program.emitted.product(*there, 6)


def test_mixed_arguments_run_the_original(standin, compile_text):
    """Arrays of both kinds: what the original does, which is an error."""
    program = compile_text(PRODUCT)
    a, b, c, n = arrays()
    with pytest.raises(TypeError):
        program.emitted.product(standin.asarray(a), b, c, n)


def test_nothing_by_default(tmp_path):
    """Without --target the output knows of no device."""
    path = tmp_path / "program.py"
    path.write_text(PRODUCT)
    assert "cupy" not in oracle.run_compiler(path, "-o", "-").stdout


def test_strict_floating_point_forbids_it(tmp_path):
    """The device contracts multiply-adds."""
    path = tmp_path / "program.py"
    path.write_text(PRODUCT)
    completed = oracle.run_compiler(path, "-o", "-", "--target=cupy", "--fp=strict", "--remarks")
    assert "cupy" not in completed.stdout


def test_thresholds_of_the_paper(tmp_path):
    """By the default prices a matrix-vector product never pays, a matrix product does from some size on."""
    folder = oracle.ROOT / "benchmarks" / "polybench" / "arrays"
    costs = {}
    for kernel in ("gesummv", "syrk", "gemm"):
        text = oracle.run_compiler(folder / f"{kernel}.py", "-o", "-", "--target=cupy").stdout
        costs[kernel] = text[text.index(f"def kernel_{kernel}") :]
    assert not decides(costs["gesummv"], n=100) and not decides(costs["gesummv"], n=20000)
    assert not decides(costs["syrk"], n=60) and decides(costs["syrk"], n=4000)
    assert not decides(costs["gemm"], n=60) and decides(costs["gemm"], n=4000)


def decides(text: str, n: int) -> bool:
    """What the call of `_cupy` in a function says, all sizes being n."""
    import ast

    tree = ast.parse(text.split("# automphc")[0])
    calls = (n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "_cupy")
    call = next(calls, None)
    if call is None:
        # The program is as fast as it is, on any processor.
        return False

    class Size(ast.NodeTransformer):
        def visit_Name(self, node):
            return ast.Constant(n)

        def visit_Subscript(self, node):
            return ast.Constant(n)

    cpu, gpu = (
        eval(compile(ast.fix_missing_locations(ast.Expression(Size().visit(k.value))), "", "eval"))
        for k in call.keywords
    )
    return gpu < cpu
