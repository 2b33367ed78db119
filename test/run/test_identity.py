"""What can be seen of a function, besides what it computes: its signature, its text, how it is found and interrupted."""

from __future__ import annotations

import inspect
import pickle
import sys
import threading

import numpy as np
import pytest

import oracle

SOURCE = '''
"""A module."""

import functools

import numpy as np

CALLS = []


def counted(function):
    """Counts calls."""

    @functools.wraps(function)
    def wrapper(*arguments, **keywords):
        CALLS.append(function.__name__)
        return function(*arguments, **keywords)

    return wrapper


@counted
def scaled(A: np.ndarray, *, s: float = 2.0, extra: list = []) -> "np.ndarray":
    """Multiplies, with decorator, default and docstring."""
    for i in range(A.shape[0]):
        for j in range(A.shape[1]):
            A[i, j] = A[i, j] * s
    return A


def made(s: float):
    """A closure."""

    def inner(A: "np.ndarray[float64][4, 4]"):
        for i in range(A.shape[0]):
            for j in range(A.shape[1]):
                A[i, j] = A[i, j] * s

    return inner


class Base:
    """A class with a method that is overridden."""

    factor = 2.0

    def __init__(self, n: int):
        self.n = n

    def kernel(self, A: "np.ndarray[float64][4, 4]"):
        """Adds a number."""
        for i in range(self.n):
            for j in range(self.n):
                A[i, j] = A[i, j] + 1.5

    @staticmethod
    def static(A: "np.ndarray[float64][4, 4]"):
        for i in range(A.shape[0]):
            for j in range(A.shape[1]):
                A[i, j] = A[i, j] + 2.5

    @classmethod
    def of_class(cls, A: "np.ndarray[float64][4, 4]"):
        for i in range(A.shape[0]):
            for j in range(A.shape[1]):
                A[i, j] = A[i, j] + 3.5


class Derived(Base):
    """Calls what it overrides."""

    def kernel(self, A: "np.ndarray[float64][4, 4]"):
        super().kernel(A)
        for i in range(self.n):
            A[i, i] = 0.0


def long(n: int, A: "np.ndarray[float64][4, 4]", b: "np.ndarray[float64][4]"):
    """Long enough to be interrupted: a recurrence that stays a loop around array statements."""
    for t in range(n):
        for i in range(1, A.shape[0]):
            for j in range(A.shape[1]):
                A[i, j] = 0.5 * (A[i - 1, j] + b[j])
'''


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """The module, compiled."""
    folder = tmp_path_factory.mktemp("identity")
    path = folder / "identity.py"
    path.write_text(SOURCE, encoding="utf-8")
    return oracle.compile_program(path, folder)


def matrix() -> np.ndarray:
    """Numbers to compute with."""
    return np.arange(36.0).reshape(6, 6)


@pytest.mark.parametrize("name", ["scaled", "made", "long", "Base.kernel", "Base.static", "Base.of_class", "Derived.kernel"])
def test_attributes(program, name):
    """Signature, defaults, docstring, annotations, names and line order are the original's."""
    both = []
    for module in (program.original, program.emitted):
        value = module
        for part in name.split("."):
            value = getattr(value, part)
        both.append(value)
    original, emitted = both
    assert str(inspect.signature(original)) == str(inspect.signature(emitted))
    for attribute in ("__name__", "__qualname__", "__doc__", "__annotations__"):
        assert repr(getattr(original, attribute)) == repr(getattr(emitted, attribute))
    plain = inspect.unwrap(original), inspect.unwrap(emitted)
    assert repr(getattr(plain[0], "__defaults__", None)) == repr(getattr(plain[1], "__defaults__", None))
    assert repr(getattr(plain[0], "__kwdefaults__", None)) == repr(getattr(plain[1], "__kwdefaults__", None))
    lines = iter(inspect.getsource(plain[1]).splitlines())
    assert all(line in lines for line in inspect.getsource(plain[0]).splitlines()), "the original's lines, in order"


CALLS = {
    "decorated": (lambda module: module.scaled, lambda module: (matrix(),)),
    "closure": (lambda module: module.made(3.0), lambda module: (matrix(),)),
    "method": (lambda module: module.Base.kernel, lambda module: (module.Base(4), matrix())),
    "static": (lambda module: module.Base.static, lambda module: (matrix(),)),
    "of_class": (lambda module: module.Base.of_class, lambda module: (matrix(),)),
    "overridden": (lambda module: module.Derived.kernel, lambda module: (module.Derived(4), matrix())),
}


@pytest.mark.parametrize("name", CALLS)
def test_calls(program, name):
    """Called through decorators, closures, classes and super()."""
    call, arguments = CALLS[name]
    oracle.check(program, call, arguments)


def test_property_instead_of_attribute(program):
    """A subclass computes the size, another one each time: its code runs as often as in the original."""

    def make(module):
        asked = []

        def size(self):
            asked.append(1)
            return 2 + len(asked) % 2

        kind = type("Computed", (module.Base,), {"n": property(size, lambda self, value: None)})
        return kind(3), matrix()

    assert not oracle.check(program, lambda module: module.Base.kernel, make).ran_optimized


def test_decorator_runs_once(program):
    """The decorator sees each call, and its function's name."""
    program.emitted.CALLS.clear()
    program.emitted.scaled(matrix(), s=1.0)
    assert program.emitted.CALLS == ["scaled"]


def test_pickle(program):
    """Functions and instances are pickled by name, as before."""
    module = program.emitted
    assert pickle.loads(pickle.dumps(module.long)) is module.long
    copy = pickle.loads(pickle.dumps(module.Derived(3)))
    assert type(copy) is module.Derived and copy.n == 3


def test_traceback_names_the_line(program):
    """An exception in the original statements shows the program's own line."""
    with pytest.raises(IndexError) as caught:
        program.emitted.Base(9).kernel(matrix())
    assert "A[i, j] = A[i, j] + 1.5" in str(caught.traceback[-1].statement)



@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
def test_interrupted(program, error):
    """An interrupt in mid-kernel is what the caller sees, and the function can be called again."""
    lines = 0

    def trace(frame, event, _argument):
        nonlocal lines
        if frame.f_code.co_name == "long" and event == "line":
            lines += 1
            if lines == 40:
                raise error
        return trace

    A, b = matrix(), np.ones(6)
    sys.settrace(trace)
    try:
        with pytest.raises(error):
            program.emitted.long(50, A, b)
    finally:
        sys.settrace(None)
    assert A.shape == (6, 6) and np.isfinite(A).all()
    oracle.check(program, lambda module: module.long, lambda module: (5, matrix(), np.ones(6)))


def test_threads(program):
    """Threads that run one kernel on arrays of their own do not disturb each other."""
    results: dict[int, np.ndarray] = {}

    def run(number: int) -> None:
        A = matrix() + number
        for _ in range(20):
            program.emitted.long(5, A, np.full(6, float(number)))
            program.emitted.scaled(A, s=0.5)
        results[number] = A

    threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number in range(4):
        A = matrix() + number
        for _ in range(20):
            program.original.long(5, A, np.full(6, float(number)))
            program.original.scaled(A, s=0.5)
        np.testing.assert_allclose(results[number], A, rtol=1e-12)
