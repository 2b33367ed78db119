"""Input of every kind: the compiler says what is wrong and where, or leaves the module as it is; it never crashes."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sysconfig
import threading
import time
from pathlib import Path

import pytest

import oracle
from kernels import CORRELATION_LIST, CORRELATION_NUMPY
from oracle import ORIGINAL_MARK, run_compiler

# How many files of CPython's library are tried: all of them with AUTOMPHC_ALL_FILES=1.
SAMPLE = 120
FILES_PER_RUN = 40
# Refusals that are documented: encodings, and f-strings of Python 3.12.
KNOWN_LIMITS = ("is not supported", "the limit is this compiler's parser")

# Files of CPython's tests that have most of the grammar in them.
GRAMMAR = (
    "test_grammar", "test_syntax", "test_patma", "test_fstring", "test_generators", "test_coroutines", "test_with",
    "test_decorators", "test_scope", "test_unpack_ex", "test_keywordonlyarg", "test_positional_only_arg", "test_named_expressions",
    "test_dictviews", "test_listcomps", "test_augassign", "test_class", "test_exceptions", "test_except_star", "test_tokenize",
)  # fmt: skip

KERNEL = CORRELATION_NUMPY.path.read_bytes()


def library_files() -> list[Path]:
    """CPython's own library and tests, as far as CPython accepts them."""
    root = Path(sysconfig.get_paths()["stdlib"])
    paths = sorted(path for path in root.rglob("*.py") if "site-packages" not in path.parts)
    if not os.environ.get("AUTOMPHC_ALL_FILES"):
        grammar = [path for path in paths if path.stem in GRAMMAR and path.parent.name == "test"]
        paths = grammar + random.Random(1).sample(paths, min(SAMPLE, len(paths)))
    return [path for path in paths if is_valid(path.read_bytes())]


def is_valid(data: bytes) -> bool:
    """Whether CPython takes it as a module."""
    try:
        compile(data, "module", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


@pytest.mark.filterwarnings("ignore")
def test_library_files(tmp_path):
    """Each comes out byte for byte, but where a function was optimized."""
    pending = [(path, tmp_path / f"in{number}.py") for number, path in enumerate(library_files())]
    for path, copy in pending:
        copy.write_bytes(path.read_bytes())
    for start in range(0, len(pending), FILES_PER_RUN):
        group = pending[start : start + FILES_PER_RUN]
        for path, copy in group if not compiled(group, tmp_path) else []:
            error = run_compiler(copy, "-o", tmp_path / "out" / copy.name, timeout=300).stderr
            assert not error or any(limit in error for limit in KNOWN_LIMITS), f"{path}: {error}"
    for path, copy in pending:
        output = tmp_path / "out" / copy.name
        if output.exists() and ORIGINAL_MARK.encode() not in output.read_bytes():
            assert output.read_bytes() == path.read_bytes(), path


def compiled(group: list[tuple[Path, Path]], folder: Path) -> bool:
    """Compiles several files at once; False if one of them is refused."""
    (folder / "out").mkdir(exist_ok=True)
    completed = run_compiler(*(copy for _, copy in group), "-o", folder / "out", timeout=600)
    assert "panicked" not in completed.stderr and completed.returncode in (0, 1), completed.stderr
    return completed.returncode == 0


NESTED = 2000
ODD = {
    "not_utf_8": b"x = '\xff\xfe'\n",
    "nul_byte": b"x = 1\x00\n",
    "only_bom": b"\xef\xbb\xbf",
    "bom_and_other_coding": b"\xef\xbb\xbf# coding: latin-1\nx = 1\n",
    "unknown_coding": b"# coding: nonsense\nx = 1\n",
    "form_feeds": b"\x0cdef f(a: list):\n\x0c    return a\n\x0c",
    "carriage_returns": b"def f(a: list):\r    return a\r",
    "tabs_and_blanks": b"def f(a):\n        if a:\n\treturn 1\n",
    "huge_int": b"x = " + b"9" * 100_000 + b"\n",
    "huge_float": b"x = 1e999999999\ny = -1e-999999999\n",
    "huge_string": b"x = '" + b"a" * 1_000_000 + b"'\n",
    "huge_range": b"def f(a: list):\n    for i in range(99999999999999999999999999):\n        a[i] = 1.0\n",
    "largest_index": b"def f(a: list):\n    for i in range(9223372036854775807):\n        a[i + 9223372036854775807] = 1.0\n",
    "least_index": b"def f(a: list, n: int):\n    for i in range(-9223372036854775808, n):\n        a[i - 1] = 1.0\n",
    "large_factors": b"def f(a: list, n: int):\n    for i in range(n):\n        a[4611686018427387904 * i * 4] = 1.0\n",
    "deep_parentheses": b"x = " + b"(" * NESTED + b"1" + b")" * NESTED + b"\n",
    "deep_lists": b"x = " + b"[" * NESTED + b"]" * NESTED + b"\n",
    "deep_unary": b"def f(x: float, a: list):\n    a[0] = " + b"-" * NESTED + b"x\n",
    "deep_sum": b"def f(x: float, a: list):\n    a[0] = x" + b" + x" * NESTED + b"\n",
    "deep_blocks": b"def f(a: list, n: int):\n"
    + b"".join(b"    " + b" " * depth + b"if n > %d:\n" % depth for depth in range(90))
    + b" " * 100
    + b"a[0] = 1.0\n",
    "deep_attributes": b"x = a" + b".a" * NESTED + b"\n",
    "many_lines": b"x = 1\n" * 100_000,
    "many_functions": b"".join(b"def f%d(x):\n" % number + b"    x = x + 1\n" * 18 + b"    return x\n" for number in range(300)),
    "utf_16": "def f(a: list):\n    a[0] = 1.0\n".encode("utf-16"),
    "half_a_character": "x = 'é".encode("utf-8")[:-1],
    "latin_1": "# coding: latin-1\ndef f(a: list):\n    a[0] = len('é')\n".encode("latin-1"),
    "line_separators": "x = 1\u2028y = 2\x85z = 3\x0b\x1c\n".encode("utf-8"),
    "carriage_returns_in_kernel": KERNEL.replace(b"\n", b"\r\n"),
    "form_feeds_in_kernel": KERNEL.replace(b"\n    for", b"\n\x0c    for"),
    "match_in_kernel": b"def f(a: list, n: int):\n    for i in range(n):\n        match i:\n            case 0: a[i] = 1.0\n"
    b"            case _ if i > 2: a[i] = 2.0\n            case int(k) | [k, *_]: a[k] = 3.0\n",
    "type_parameters_in_kernel": b"type V = list\nclass K[T]:\n    def f[*S](self, a: list, n: int):\n        for i in range(n):\n"
    b"            a[i] = 1.0\n",
    "deep_calls": b"def f(a: list, x: float):\n    a[0] = " + b"abs(" * NESTED + b"x" + b")" * NESTED + b"\n",
    "deep_subscripts": b"def f(a: list, i: int):\n    a" + b"[i]" * NESTED + b" = 1.0\n",
    "many_arguments": b"def f(" + b", ".join(b"a%d: list" % number for number in range(3000)) + b"):\n    a0[0] = 1.0\n",
    "many_statements": b"def f(a: list):\n" + b"    a[0] = a[0] + 1.0\n" * 400,
    "long_line": b"x = [" + b"1, " * 300_000 + b"]\n",
    "walrus": b"def f(a: list, n: int):\n    for i in range(m := n):\n        a[i] = (y := 1.0)\n    return m\n",
    "decorators": b"@(lambda f: f)\n@a.b[c](d)\nasync def f(a: list): pass\n",
    "async": b"async def f(a: list):\n    async for i in a:\n        a[0] = await i\n",
    "match": b"def f(a: list, n: int):\n    match n:\n        case 1 | 2: a[0] = 1.0\n        case {'x': [*_]}: pass\n",
    "type_parameters": b"def f[T: (int, str), *S, **P](a: list[T]) -> T: ...\n",
    "star_import": b"from numpy import *\ndef f(a: list):\n    for i in range(len(a)):\n        a[i] = sqrt(a[i])\n",
    "semicolons": b"def f(a: list): x = 1.0; a[0] = x; return\n",
    "backslash_at_end": b"x = 1 \\",
    "unfinished_string": b"x = '''abc",
    "unknown_escape": b"x = '\\d\\N{DIGIT ONE}'\n",
    "surrogates": b"x = '\\ud800'\n",
    "nothing": b"",
    "only_comment": b"#",
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_odd_input(tmp_path, name):
    """An error has a place and leaves nothing behind; else the output is a module."""
    source, output = tmp_path / "odd.py", tmp_path / "odd_opt.py"
    source.write_bytes(ODD[name])
    check_outcome(source, output)


def check_outcome(source: Path, output: Path) -> None:
    """What holds for every input."""
    completed = run_compiler(source, "-o", output, timeout=300)
    assert completed.returncode in (0, 1), (completed.returncode, completed.stderr[:2000])
    assert "panicked" not in completed.stderr and "internal error" not in completed.stderr, completed.stderr[:2000]
    if completed.returncode == 0:
        data = output.read_bytes()
        assert ORIGINAL_MARK.encode() in data or data == source.read_bytes()
    else:
        assert f"{source.name}:" in completed.stderr and "error:" in completed.stderr
        assert sorted(path.name for path in source.parent.iterdir()) == [source.name]


def test_truncated_and_damaged_files(tmp_path):
    """A kernel that ends anywhere, and one with any byte changed."""
    rng = random.Random(3)
    source, output = tmp_path / "cut.py", tmp_path / "cut_opt.py"
    for number in range(60):
        data = bytearray(KERNEL[: rng.randrange(len(KERNEL))] if number % 2 else KERNEL)
        if number % 2 == 0:
            for _ in range(rng.randint(1, 4)):
                data[rng.randrange(len(data))] = rng.choice(b"\x00\n\t ():[]{}'\"\\#=+-*/.,0aZ\xff\xc3")
        source.write_bytes(bytes(data))
        check_outcome(source, output)
        output.unlink(missing_ok=True)


TOKEN = re.compile(r"%[\w#]+|@[\w$]+|#\w+|\"[^\"\n]*\"|'[^'\n]*'|\d+(?:\.\d+)?|\w+|\S")
PYTHON_WORDS = ["None", "-1", "n", "float", "[]", "()", "lambda: 0", "*", "yield", "1j", "...", "10**30", "a[::-1]", "not"]
IR_WORDS = ["-1", "9223372036854775807", "f64", "i1", "index", "?", "[]", '""', "!py.object", "memref<?xf64>", "unit", "numpy.dot"]


def damaged(text: str, rng: random.Random, words: list[str]) -> str:
    """The text with a few of its words left out, twice there, exchanged, or replaced."""
    for _ in range(rng.randint(1, 3)):
        places = [match.span() for match in TOKEN.finditer(text)]
        (begin, end), (first, last) = rng.choice(places), rng.choice(places)
        word, other = text[begin:end], text[first:last]
        new = rng.choice(["", f"{word} {word}", other, rng.choice(words)])
        text = text[:begin] + new + text[end:]
        if rng.random() < 0.2:
            lines = text.splitlines(keepends=True)
            rng.shuffle(lines[(start := rng.randrange(len(lines))) : start + 3])
            text = "".join(lines)
    return text


@pytest.mark.filterwarnings("ignore")
def test_damaged_programs(tmp_path):
    """Programs that are almost right: what is still Python comes out as Python, the rest is an error with a place."""
    rng = random.Random(5)
    folders = [oracle.ROOT / "test" / "run" / "programs", oracle.ROOT / "benchmarks"]
    programs = [path for folder in folders for path in sorted(folder.rglob("*.py")) if path.stat().st_size < 8000]
    (tmp_path / "out").mkdir()
    for group in range(3):
        sources = [tmp_path / f"damaged{group}_{number}.py" for number in range(20)]
        for source in sources:
            source.write_text(damaged(rng.choice(programs).read_text(encoding="utf-8"), rng, PYTHON_WORDS), encoding="utf-8")
        valid = [source for source in sources if is_valid(source.read_bytes())]
        for kind in filter(None, (valid, [source for source in sources if source not in valid])):
            completed = run_compiler(*kind, "-o", tmp_path / "out", timeout=300)
            error = completed.stderr
            assert completed.returncode in (0, 1), (completed.returncode, error[-2000:])
            assert "panicked" not in error and "internal error" not in error, error[-2000:]
            assert completed.returncode == 0 or re.search(r"damaged\d_\d+\.py:\d+:\d+: error:", error), error[-2000:]
            if kind is valid:
                assert completed.returncode == 0 or any(limit in error for limit in KNOWN_LIMITS), error[-2000:]
        for output in [tmp_path / "out" / source.name for source in valid]:
            assert not output.exists() or is_valid(output.read_bytes()), output.read_text()


def test_damaged_ir(tmp_path):
    """`automphc-opt` and `automphc-translate` reject or take what is no longer right in a module; they end by themselves."""
    rng = random.Random(4)
    folder = oracle.ROOT / "test" / "run" / "programs" / "adversarial"
    programs = [CORRELATION_LIST.path, folder / "numpy_lu.py", folder / "prints_between.py"]
    stages = ("py", "nparray", "affine", "scheduled", "raised")
    whole = [(run_compiler(path, f"--emit={stage}").stdout, None) for path in programs for stage in stages]
    cases = sorted((oracle.ROOT / "test" / "passes").glob("*/*.mlir"))
    for number in range(75):
        text, own = whole[number % len(whole)]
        if number % 3 == 0:
            path = rng.choice(cases)
            text, own = rng.choice(path.read_text(encoding="utf-8").split("// -----")), path.parent.name
        source = tmp_path / "damaged.mlir"
        source.write_text(damaged(text, rng, IR_WORDS), encoding="utf-8")
        pipeline = f"--pass-pipeline=builtin.module({own})" if own else "--automphc-pipeline"
        tool, flag = ("automphc-translate", "--emit-python") if not own and rng.random() < 0.4 else ("automphc-opt", pipeline)
        command = [oracle.COMPILER.with_name(tool), source, flag]
        completed = subprocess.run(command, check=False, capture_output=True, text=True, errors="replace", timeout=120)
        outcome = (completed.returncode, completed.stderr[-1500:], source.read_text(encoding="utf-8"))
        assert completed.returncode in (0, 1) and "panicked" not in completed.stderr, outcome
        assert completed.returncode == 0 or re.search(r"damaged\.mlir:\d+:\d+|<.*>:\d+:\d+|loc\(|error:", completed.stderr), outcome


def test_concurrent_runs(tmp_path):
    """Runs that write one file leave a whole one, and nothing else."""
    source, output = tmp_path / "kernel.py", tmp_path / "kernel_opt.py"
    source.write_bytes(KERNEL)
    outcomes: list[int] = []

    def run() -> None:
        outcomes.append(run_compiler(source, "-o", output).returncode)

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == [0] * 6
    assert output.read_text() == run_compiler(source, "-o", "-").stdout
    assert {path.name for path in tmp_path.iterdir()} == {"kernel.py", "kernel_opt.py"}


def test_compile_time_is_linear(tmp_path):
    """Four times as many kernels take about four times as long."""
    kernel = """
def kernel_{0}(n: int, m: int, A: "np.ndarray[float64][4, 4]", b: "np.ndarray[float64][4]"):
    for i in range(n):
        b[i] = 0.0
        for j in range(m):
            b[i] += A[i, j] * {0}.5
"""

    def seconds(count: int) -> float:
        path = tmp_path / f"many_{count}.py"
        path.write_text("import numpy as np\n" + "".join(kernel.format(number) for number in range(count)))
        started = time.monotonic()
        completed = run_compiler(path, "-o", tmp_path / "out.py", timeout=600)
        assert completed.returncode == 0, completed.stderr[:1000]
        assert (tmp_path / "out.py").read_text().count(ORIGINAL_MARK) == count
        return time.monotonic() - started

    few = min(seconds(50) for _ in range(2))
    assert seconds(200) < 4 * few * 2.5
