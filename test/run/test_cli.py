"""The command line: what `automphc` prints, writes and returns."""

from __future__ import annotations

import json
import sys
import sysconfig
import textwrap
from pathlib import Path

import pytest

from kernels import CORRELATION_LIST, CORRELATION_NUMPY, KERNELS
from oracle import ORIGINAL_MARK, run_compiler

PLAIN = "x = 1\n"
KERNEL = CORRELATION_NUMPY.path

# Modules with nothing to optimize, in every shape that must survive a round trip.
UNTOUCHED = {
    "empty": b"",
    "no_final_newline": b"x = 1",
    "crlf": b"def f(a: list):\r\n    return a\r\n",
    "mixed_newlines": b"a = 1\r\nb = 2\nc = '''x\r\ny\n'''\r\n",
    "tabs": b"def f(a):\n\tif a:\n\t\treturn 1\n\treturn 2\n",
    "form_feed": b"import os\n\x0c\ndef f():\n    return os\n",
    "trailing_blanks": b"x = 1   \n\n\n   \n\t\n",
    "byte_order_mark": b"\xef\xbb\xbfx = 1\n",
    "coding_comment": b"# -*- coding: utf-8 -*-\ns = 'caf\xc3\xa9 \xf0\x9f\x90\x8d'\n",
    "latin_1": b"# -*- coding: latin-1 -*-\ns = 'caf\xe9'\n",
    "carriage_returns": b"x = 1\ry = 2\r",
    "shebang": b"#!/usr/bin/env python3\nprint('hello')\n",
    "continuation": b"x = 1 + \\\n    2; y = (3,\n  # inside\n  4)\n",
    "decorators": b"import functools\n\n@functools.cache\n@  staticmethod\ndef f(a: list) -> list:\n    return a\n",
    "async": b"async def f(a: list):\n    async with a as b:\n        async for c in b:\n            await c\n",
    "match": b"def f(a):\n    match a:\n        case [x, *_] if x: return x\n        case {'k': v}: return v\n",
    "walrus": b"def f(a: list):\n    while (n := len(a)) > 10: a.pop()\n    return [y for x in a if (y := x)]\n",
    "exception_groups": b"try:\n    pass\nexcept* ValueError as e:\n    raise\n",
    "type_parameters": b"type Pair[T] = tuple[T, T]\ndef f[T](a: T) -> T:\n    return a\nclass C[T]: ...\n",
    "positional_only": b"def f(a: list, /, b=1, *c, d: int = 2, **e): return lambda *, x=1: x\n",
    "comment_only": b"# nothing\n",
    "generator": b"def f(a: list):\n    for x in a:\n        yield x\n",
    "global": b"n = 0\ndef f(a: list):\n    global n\n    for i in range(len(a)):\n        n += a[i]\n",
    "formatted": b"x = 3\ns = f'{x!r:>{10}} {x=} {{}}' rf\"\\d{x}\" f'' u''\nb = Rb'\\d'\n",
}

# A broken module, and the line and column of its error.
BROKEN = {
    "missing_colon": ("x = 1\ndef f(a)\n    return a\n", 2),
    "wrong_bracket": ("x = (1,]\ny = 2\n", 1),
    "bad_indent": ("def f():\n    x = 1\n  y = 2\n", 3),
    "bad_token": ("x = 1\ny = 2 $ 3\n", 2),
    "unterminated_string": ("s = 'abc\nx = 1\n", 1),
}


def outcome_files(folder) -> set[str]:
    """The names of the files in a folder."""
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("name", UNTOUCHED)
def test_untouched_byte_for_byte(tmp_path, name):
    """Where nothing is optimized, the output is the input."""
    source, output = tmp_path / "in.py", tmp_path / "out.py"
    source.write_bytes(UNTOUCHED[name])
    completed = run_compiler(source, "-o", output)
    assert completed.returncode == 0, completed.stderr
    assert output.read_bytes() == UNTOUCHED[name]


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
def test_only_the_kernel_changes(tmp_path, line_end):
    """All lines of the input stand in the output, in order, and the line ends are the input's."""
    text = b"# before\n" + KERNEL.read_bytes() + b"\n\ndef  other( a ):\n\treturn (a ,)\n"
    source, output = tmp_path / "in.py", tmp_path / "out.py"
    source.write_bytes(text.replace(b"\n", line_end))
    assert run_compiler(source, "-o", output).returncode == 0
    emitted = output.read_bytes()
    assert ORIGINAL_MARK.encode() in emitted
    assert emitted.count(b"\n") == emitted.count(line_end)
    rest = iter(emitted.split(line_end))
    missing = [line for line in text.split(b"\n") if line not in rest]
    assert not missing


def test_default_output(tmp_path):
    """INPUT_opt.py beside the input."""
    source = tmp_path / "kernel.py"
    source.write_text(PLAIN)
    assert run_compiler(source).returncode == 0
    assert outcome_files(tmp_path) == {"kernel.py", "kernel_opt.py"}


def test_standard_output(tmp_path):
    """`-o -` writes the module to standard output, and no file."""
    source = tmp_path / "kernel.py"
    source.write_text(PLAIN)
    completed = run_compiler(source, "-o", "-")
    assert (completed.returncode, completed.stdout) == (0, PLAIN)
    assert outcome_files(tmp_path) == {"kernel.py"}


def test_several_inputs(tmp_path):
    """Several inputs go to a folder under their own names."""
    folder = tmp_path / "out"
    folder.mkdir()
    completed = run_compiler(CORRELATION_LIST.path, CORRELATION_NUMPY.path, "-o", folder)
    assert completed.returncode == 0, completed.stderr
    assert len(outcome_files(folder)) == 2
    assert all(ORIGINAL_MARK in path.read_text() for path in folder.iterdir())


def test_one_bad_input_of_several(tmp_path):
    """A bad input fails the run and is named."""
    (tmp_path / "good.py").write_text(PLAIN)
    (tmp_path / "bad.py").write_text("x = (\n")
    folder = tmp_path / "out"
    folder.mkdir()
    completed = run_compiler(tmp_path / "good.py", tmp_path / "bad.py", "-o", folder)
    assert completed.returncode != 0
    assert "bad.py" in completed.stderr
    assert not any("bad" in name for name in outcome_files(folder))


@pytest.mark.parametrize("name", BROKEN)
def test_syntax_error(tmp_path, name):
    """File, line and column, the source line, a caret; a non-zero status; no output file."""
    text, line = BROKEN[name]
    source, output = tmp_path / "broken.py", tmp_path / "out.py"
    source.write_text(text)
    completed = run_compiler(source, "-o", output)
    assert completed.returncode not in (0, 101), "an error, and not a panic"
    located = [part for part in completed.stderr.splitlines() if "broken.py:" in part]
    assert located and located[0].split("broken.py:")[1].split(":")[0] == str(line)
    assert located[0].split("broken.py:")[1].split(":")[1].strip(" ").isdigit()
    assert text.splitlines()[line - 1].strip() in completed.stderr
    assert "^" in completed.stderr
    assert "panicked" not in completed.stderr
    assert outcome_files(tmp_path) == {"broken.py"}


def test_earlier_output_survives_an_error(tmp_path):
    """A failed run leaves the output of an earlier one alone."""
    source, output = tmp_path / "broken.py", tmp_path / "out.py"
    source.write_text("x = (\n")
    output.write_text("old\n")
    assert run_compiler(source, "-o", output).returncode != 0
    assert output.read_text() == "old\n"


UNDECODABLE = {
    "not_utf8": b"x = '\xff'\n",
    "not_ascii": b"# -*- coding: ascii -*-\ns = '\xe9'\n",
    "unknown_coding": b"# -*- coding: no-such-coding -*-\nx = 1\n",
    "null_byte": b"x = 1\0\n",
}


@pytest.mark.parametrize("name", UNDECODABLE)
def test_undecodable(tmp_path, name):
    """Bytes that are no text in the module's encoding, or no Python text, are an error that names the file."""
    source = tmp_path / "binary.py"
    source.write_bytes(UNDECODABLE[name])
    completed = run_compiler(source)
    assert completed.returncode not in (0, 101)
    assert "binary.py" in completed.stderr
    assert outcome_files(tmp_path) == {"binary.py"}


def test_missing_file(tmp_path):
    """The file is named, with the reason."""
    completed = run_compiler(tmp_path / "nowhere.py")
    assert completed.returncode not in (0, 101)
    assert "nowhere.py" in completed.stderr
    assert outcome_files(tmp_path) == set()


def test_folder_as_input(tmp_path):
    """A folder is not a module."""
    completed = run_compiler(tmp_path, "-o", "-")
    assert completed.returncode not in (0, 101)
    assert tmp_path.name in completed.stderr


def test_unwritable_output(tmp_path):
    """An output in a folder that does not exist."""
    source = tmp_path / "kernel.py"
    source.write_text(PLAIN)
    completed = run_compiler(source, "-o", tmp_path / "missing" / "out.py")
    assert completed.returncode not in (0, 101)
    assert outcome_files(tmp_path) == {"kernel.py"}


def test_unknown_flag():
    """An unknown flag is a usage error."""
    completed = run_compiler("--no-such-flag", KERNEL)
    assert completed.returncode == 2
    assert "--no-such-flag" in completed.stderr


@pytest.mark.parametrize("flag", ["--help", "--version"])
def test_information(flag):
    """Help and version go to standard output."""
    completed = run_compiler(flag)
    assert completed.returncode == 0
    assert "automphc" in completed.stdout


@pytest.mark.parametrize("kernel", KERNELS, ids=lambda kernel: kernel.name)
def test_deterministic(tmp_path, kernel):
    """The output depends on the source and the flags alone: not on the run, the folder or the file's age."""
    copy = tmp_path / "elsewhere" / kernel.path.name
    copy.parent.mkdir()
    copy.write_bytes(kernel.path.read_bytes())
    outputs = {run_compiler(path, "-o", "-", text=False).stdout for path in (kernel.path, kernel.path, copy)}
    assert len(outputs) == 1


@pytest.mark.parametrize("stage", ["py", "nparray", "affine", "scheduled", "raised"])
def test_emit_stage(stage):
    """Each stage can be printed."""
    completed = run_compiler(KERNEL, "-o", "-", f"--emit={stage}")
    assert completed.returncode == 0, completed.stderr
    assert completed.stdout.strip()


def test_remarks_as_text():
    """Remarks go to standard error, located."""
    completed = run_compiler(KERNEL, "-o", "-", "--remarks=text")
    assert completed.returncode == 0
    assert f"{KERNEL.name}:" in completed.stderr


def test_remarks_as_json():
    """Remarks as JSON are one document or one object a line."""
    completed = run_compiler(KERNEL, "-o", "-", "--remarks=json")
    assert completed.returncode == 0
    try:
        remarks = json.loads(completed.stderr)
    except json.JSONDecodeError:
        remarks = [json.loads(line) for line in completed.stderr.splitlines()]
    assert remarks


def test_unoptimized_kernel_has_a_remark(tmp_path):
    """A function with hints that stays as it is: status 0, the module unchanged, a remark that says why."""
    text = textwrap.dedent(
        """
        def kernel(a: list, n: int):
            for i in range(n):
                a[i] = unknown(a[i])
        """
    )
    source = tmp_path / "kernel.py"
    source.write_text(text)
    completed = run_compiler(source, "-o", "-", "--remarks=text")
    assert (completed.returncode, completed.stdout) == (0, text)
    assert "kernel.py:" in completed.stderr


def test_strict_floating_point(tmp_path):
    """`--fp=strict` forbids the reassociation that a matrix product needs."""
    completed = run_compiler(CORRELATION_LIST.path, "-o", "-", "--fp=strict")
    assert completed.returncode == 0
    emitted = completed.stdout.split(ORIGINAL_MARK)[0]
    assert not any(name in emitted for name in (".dot(", "matmul", " @ ", "einsum"))


@pytest.mark.skipif(sys.platform == "win32", reason="paths are bytes on POSIX alone")
def test_unusual_path(tmp_path):
    """Blanks, quotes and other letters in a path."""
    source = tmp_path / "a b'c é.py"
    source.write_text(PLAIN, encoding="utf-8")
    assert run_compiler(source).returncode == 0
    assert len(outcome_files(tmp_path)) == 2


def test_deep_nesting(tmp_path):
    """Deeply nested input is compiled or refused, never a crash."""
    source = tmp_path / "deep.py"
    source.write_text("x = " + "(" * 150 + "1" + ")" * 150 + "\ny = " + "-" * 5000 + "1\n")
    completed = run_compiler(source, "-o", "-")
    assert completed.returncode in (0, 1, 2)
    assert "overflow" not in completed.stderr


def test_standard_library(tmp_path):
    """Modules that nobody wrote for this compiler come through: unchanged, or optimized and still Python."""
    modules = sorted(Path(sysconfig.get_path("stdlib")).glob("*.py"))
    assert modules
    completed = run_compiler(*modules, "-o", tmp_path, timeout=300)
    assert completed.returncode == 0, completed.stderr
    emitted = {path.stem.removesuffix("_opt"): path for path in tmp_path.iterdir()}
    assert len(emitted) == len(modules)
    for before in modules:
        after = emitted[before.stem]
        if ORIGINAL_MARK.encode() in after.read_bytes():
            compile(after.read_bytes(), str(after), "exec")
        else:
            assert after.read_bytes() == before.read_bytes(), before.name
