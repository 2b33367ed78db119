"""Methods, static methods and properties that kernels call: inlined as long as the object finds the very same one."""

from __future__ import annotations

import types

import numpy as np
import oracle
import pytest

PROGRAM = """
import functools
import numpy as np

LIMIT = 2.0

square = lambda x: x * x
mix = lambda a, b, t=0.25: a * (1.0 - t) + b * t


def shifted(x, by=LIMIT, *, scale=1.0):
    if x < 0.0:
        x = -x
    return scale * x + by


class Base:
    def weight(self, x):
        return self.factor * x


class Model(Base):
    offset = 0.5

    def __init__(self, n: int):
        self.n = n
        self.factor = 2.0
        self.u = np.linspace(-1.0, 1.0, n * n).reshape(n, n)
        self.v = np.zeros((n, n))

    @property
    def size(self):
        return self.n

    @staticmethod
    def half(x):
        return 0.5 * x

    def __private(self, x):
        return x + self.offset

    def at(self, i, j):
        return self.u[i, j] + self.offset

    def fill(self):
        for i in range(self.size):
            for j in range(self.size):
                self.v[i, j] = self.at(i, j) * self.half(self.weight(self.u[j, i]))

    def by_class(self):
        for i in range(self.n):
            for j in range(self.n):
                self.v[i, j] = Model.half(self.u[i, j]) + 1.0

    def private(self):
        for i in range(self.n):
            for j in range(self.n):
                self.v[i, j] = self.__private(self.u[i, j]) * 2.0

    def defaults(self, a: np.ndarray):
        for i in range(self.n):
            for j in range(self.n):
                a[i, j] = shifted(a[i, j]) + mix(a[i, j], square(self.u[i, j]))

    def on_lists(self, a: list, b: list, n: int):
        for i in range(n):
            for j in range(n):
                b[i][j] = self.half(a[i][j]) + shifted(a[i][j], scale=3.0)


def traced(cls):
    for name in ("half", "at"):
        member = cls.__dict__[name]
        plain = member.__func__ if isinstance(member, staticmethod) else member

        @functools.wraps(plain)
        def wrapper(*values, _plain=plain):
            print("called")
            return _plain(*values)

        setattr(cls, name, staticmethod(wrapper) if isinstance(member, staticmethod) else wrapper)
    return cls


@traced
class Traced:
    def __init__(self, n: int):
        self.n = n
        self.u = np.ones((n, n))
        self.v = np.zeros((n, n))

    def at(self, i, j):
        return self.u[i, j] + 1.0

    @staticmethod
    def half(x):
        return 0.5 * x

    def fill(self):
        for i in range(self.n):
            for j in range(self.n):
                self.v[i, j] = self.at(i, j) * self.half(self.u[i, j])


class Derived(Model):
    def weight(self, x):
        return x - self.factor


class Settable(Model):
    @property
    def size(self):
        print("size")
        return 2
"""

METHODS = ["fill", "by_class", "private"]


@pytest.fixture
def program(compile_text):
    """The program above, compiled."""
    return compile_text(PROGRAM)


def run(program, name, make=lambda module: module.Model(4), *arguments):
    """Calls a method on an object that both modules make."""
    method = lambda module: getattr(make(module), name).__func__  # noqa: E731
    return oracle.check(program, method, lambda module: (make(module), *(a() for a in arguments)))


def patch(program, change):
    """Changes both modules."""
    for module in (program.original, program.emitted):
        change(module)


@pytest.mark.parametrize("name", METHODS)
def test_optimized(program, name):
    """The optimized version runs."""
    assert run(program, name).ran_optimized


def test_defaults(program):
    """Parameters that are not given have their defaults."""
    assert run(program, "defaults", lambda module: module.Model(4), lambda: np.eye(4) - 0.5).ran_optimized


def test_lists(program):
    """Methods and functions are inlined in kernels on lists."""
    rows = lambda: np.linspace(-2.0, 2.0, 400).reshape(20, 20).tolist()  # noqa: E731
    outcome = run(program, "on_lists", lambda module: module.Model(2), rows, rows, lambda: 20)
    assert outcome.ran_optimized


def test_overridden(program):
    """A subclass has another method, or another property."""
    assert not run(program, "fill", lambda module: module.Derived(4)).ran_optimized
    assert not run(program, "fill", lambda module: module.Settable(4)).ran_optimized
    assert run(program, "by_class", lambda module: module.Derived(4)).ran_optimized


def test_instance_has_another(program):
    """The object itself has another function under the name."""

    def make(module):
        model = module.Model(4)
        model.half = lambda x: print(x) or 7.0
        return model

    assert not run(program, "fill", make).ran_optimized
    assert run(program, "by_class", make).ran_optimized


@pytest.mark.parametrize(
    "change",
    [
        lambda module: setattr(module.Model, "half", staticmethod(lambda x: print(x) or 7.0)),
        lambda module: setattr(module.Model, "size", property(lambda self: 3)),
        lambda module: setattr(module.Base, "weight", lambda self, x: x),
        lambda module: setattr(module.Model, "weight", lambda self, x: x),
        lambda module: setattr(module.Model, "__getattribute__", lambda self, name: object.__getattribute__(self, name)),
        lambda module: delattr(module.Model, "at"),
    ],
)
def test_patched(program, change):
    """What the class finds under the name has changed."""
    patch(program, change)
    assert not run(program, "fill").ran_optimized


def test_class_bound_again(program):
    """Another class under the class's name."""
    model = {id(module): module.Model for module in (program.original, program.emitted)}
    other = types.SimpleNamespace(half=lambda x: print(x) or 7.0)
    patch(program, lambda module: setattr(module, "Model", other))
    assert not run(program, "by_class", lambda module: model[id(module)](4)).ran_optimized


def test_decorated_class(program):
    """A decorator of the class has replaced the methods."""
    outcome = run(program, "fill", lambda module: module.Traced(2))
    assert not outcome.ran_optimized
    assert outcome.output.count("called") == 8


@pytest.mark.parametrize("name", ["square", "mix", "shifted"])
def test_function_bound_again(program, name):
    """Another function under the name of a lambda or a function."""
    patch(program, lambda module: setattr(module, name, lambda *values, **named: print(values) or 7.0))
    assert not run(program, "defaults", lambda module: module.Model(3), lambda: np.eye(3)).ran_optimized
