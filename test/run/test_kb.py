"""The knowledge base decides what loops are raised to: without an entry, and with entries of a user's own."""

from __future__ import annotations

import numpy as np
import pytest

import emitted
import oracle
from kernels import CORRELATION_NUMPY, KERNELS
from oracle import run_compiler

USER_ENTRY = '''
"""Entries of a user's own."""


@fastlib.entry("weighted_gram")
def weighted_gram[T: Numeric, n, m](a: Array[T, n, m], w: Array[T, n]) -> Array[T, m, m]:
    """Weighted product of the columns with each other."""
    out[i, j] += a[k, i] * w[k] * a[k, j]
'''

USER_PROGRAM = '''
import fastlib
import numpy as np


def kernel(m: int, n: int, data: np.ndarray, w: np.ndarray, out: np.ndarray):
    for i in range(m):
        for j in range(m):
            out[i, j] = 0.0
            for k in range(n):
                out[i, j] += data[k, i] * w[k] * data[k, j]
'''

USER_LIBRARY = '''
calls = 0


def weighted_gram(a, w):
    global calls
    calls += 1
    return (a.T * w) @ a
'''


@pytest.mark.parametrize("kernel", [KERNELS[0], KERNELS[1]], ids=lambda kernel: kernel.name)
def test_without_dot(tmp_path, kernel):
    """Without `dot` the next best form is used, with the same results."""
    program = oracle.compile_program(kernel.path, tmp_path, "--kb-without", "dot")
    names = emitted.Optimized(program, kernel.function).calls()
    assert "dot" not in names
    assert names & emitted.PRODUCTS
    outcome = oracle.check(program, kernel.call, kernel.make_arguments(64, 50))
    assert outcome.ran_optimized


def test_without_any_product(tmp_path):
    """Without all named products there is still a correct program, raised or as it was."""
    names = ("dot", "matmul", "einsum", "tensordot", "inner", "vdot", "outer")
    flags = [flag for name in names for flag in ("--kb-without", name)]
    program = oracle.compile_program(CORRELATION_NUMPY.path, tmp_path, *flags)
    oracle.check(program, CORRELATION_NUMPY.call, CORRELATION_NUMPY.make_arguments(64, 50))
    if program.is_optimized:
        assert not emitted.Optimized(program, "kernel").calls() & set(names)


def test_entry_of_a_user(tmp_path, monkeypatch):
    """Plain loops are raised to a call of the function that a `--kb` file describes."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "fastlib.py").write_text(USER_LIBRARY)
    (tmp_path / "my_kb.py").write_text(USER_ENTRY)
    source = tmp_path / "program.py"
    source.write_text(USER_PROGRAM)
    program = oracle.compile_program(source, tmp_path, "--kb", tmp_path / "my_kb.py")

    def make_arguments(_module):
        rng = np.random.default_rng(3)
        m, n = 40, 60
        return m, n, rng.standard_normal((n, m)), rng.uniform(0.5, 1.0, n), rng.standard_normal((m, m))

    outcome = oracle.check(program, lambda module: module.kernel, make_arguments)
    assert outcome.ran_optimized
    assert "weighted_gram" in emitted.Optimized(program, "kernel").calls()
    assert program.emitted.fastlib.calls == 1


def test_entry_of_a_user_needs_its_file(tmp_path):
    """Without the `--kb` file the same loops are not raised to the user's function."""
    source = tmp_path / "program.py"
    source.write_text(USER_PROGRAM)
    completed = run_compiler(source, "-o", "-")
    assert completed.returncode == 0
    assert "weighted_gram" not in completed.stdout


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("@numpy.entry('f')\ndef f[T: Numeric, n](a: Array[T, n]) -> Array[T, n]:\n    out[i] = a[j]\n", 3),
        ("@numpy.entry('f')\ndef f[T: Numeric, n](a: Nonsense[n]) -> Array[T, n]:\n    out[i] = a[i]\n", 2),
        ("x = (\n", 1),
    ],
    ids=["equation", "signature", "syntax"],
)
def test_bad_entry_is_located(tmp_path, text, line):
    """A mistake in a `--kb` file is an error with file, line and column, and no output is written."""
    (tmp_path / "bad_kb.py").write_text(text)
    source = tmp_path / "program.py"
    source.write_text("x = 1\n")
    completed = run_compiler(source, "--kb", tmp_path / "bad_kb.py")
    assert completed.returncode not in (0, 101)
    assert f"bad_kb.py:{line}:" in completed.stderr
    assert not (tmp_path / "program_opt.py").exists()


def test_missing_kb_file(tmp_path):
    """A `--kb` file that is not there is named."""
    completed = run_compiler(CORRELATION_NUMPY.path, "-o", "-", "--kb", tmp_path / "nowhere.py")
    assert completed.returncode not in (0, 101)
    assert "nowhere.py" in completed.stderr


def test_unknown_entry_to_leave_out():
    """A name that no entry has is a mistake worth a message."""
    completed = run_compiler(CORRELATION_NUMPY.path, "-o", "-", "--kb-without", "no_such_entry")
    assert completed.returncode not in (0, 101)
    assert "no_such_entry" in completed.stderr
