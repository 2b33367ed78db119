"""The oracle notices what it is there to notice."""

from __future__ import annotations

import numpy as np
import pytest

import oracle

ORIGINAL = """
def kernel(a, rows, x):
    for row in rows:
        row[0] += x
    a += x
    return a
"""

# What an emitted module may get wrong, and the words in the complaint.
WRONG = {
    "result_is_new": ("    return a", "    return a.copy()", "result is new at result"),
    "result_type": ("    return a", "    return a.tolist()", "not <class 'numpy.ndarray'>"),
    "row_replaced": ("row[0] += x", "rows[rows.index(row)] = [row[0] + x, row[1]]", "new at argument 1\\[0\\]"),
    "element_type": ("row[0] += x", "row[0] = np.float64(row[0] + x)", "float64"),
    "not_in_place": ("    a += x", "    a = a + x", "differs by"),
    "value": ("row[0] += x", "row[0] += x + 1e-6", "differs by"),
    "nan": ("row[0] += x", "row[0] *= float('nan')", "NaN or Inf elsewhere"),
    "exception": ("    a += x", "    a += x\n    raise ValueError('no')", "expected None"),
    "output": ("    a += x", "    a += x\n    print('hello')", "hello"),
    "warning": ("    a += x", "    a += x\n    import warnings\n    warnings.warn('look')", "look"),
}


def load(tmp_path, emitted_source: str) -> oracle.Program:
    """A program whose emitted module is given as text."""
    paths = tmp_path / "original.py", tmp_path / "emitted.py"
    for path, text in zip(paths, (ORIGINAL, "import numpy as np\n" + emitted_source), strict=True):
        path.write_text(text)
    return oracle.Program(
        *map(oracle.load_module, paths), paths[1], oracle.fallback_lines(paths[1].read_text(encoding="utf-8"))
    )


def arguments(_module) -> tuple:
    """An array, rows, and a number."""
    return np.arange(3.0), [[1.0, 2.0], [3.0, 4.0]], 0.5


@pytest.mark.parametrize("name", WRONG)
def test_difference_is_noticed(tmp_path, name):
    """Each difference ends in an AssertionError that says where it is."""
    right, wrong, complaint = WRONG[name]
    assert right in ORIGINAL
    program = load(tmp_path, ORIGINAL.replace(right, wrong))
    with pytest.raises(AssertionError, match=complaint):
        oracle.check(program, lambda module: module.kernel, arguments)


def test_exceptions_are_compared(tmp_path):
    """Type and text of an exception both count."""
    source = ORIGINAL.replace("    return a", "    raise TypeError('one')")
    program = load(tmp_path, ORIGINAL)
    program.original = oracle.load_module(write(tmp_path / "a.py", source))
    program.emitted = oracle.load_module(write(tmp_path / "b.py", source.replace("one", "two")))
    with pytest.raises(AssertionError):
        oracle.check(program, lambda module: module.kernel, arguments)


@pytest.mark.parametrize("condition", [True, False])
def test_branch_is_seen(tmp_path, condition):
    """Which branch of a decision tree ran."""
    body = ORIGINAL.split("\n", 2)[2]
    tree = f"def kernel(a, rows, x):\n    if {condition}:\n" + "".join(f"    {line}\n" for line in body.splitlines())
    program = load(tmp_path, f"{tree}    {oracle.ORIGINAL_MARK}\n{body}")
    outcome = oracle.check(program, lambda module: module.kernel, arguments)
    assert outcome.ran_optimized is condition


def write(path, text: str):
    """Writes a file and returns its path."""
    path.write_text(text)
    return path
