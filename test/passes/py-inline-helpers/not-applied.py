# RUN: automphc-translate --import-python %s | automphc-opt --pass-pipeline='builtin.module(py-inline-helpers)' -o - 2>&1 | sed 's/^module attributes.*/module {/' | FileCheck %s --implicit-check-not="inlined =" --implicit-check-not="call of 'decorated'" --implicit-check-not="call of 'twice_bound'"
# Functions that are more than an expression, or mean something else in the caller, stay calls.
import numpy as np

FACTOR = 2.0


# CHECK-DAG: remark: the call of 'again' stays: it is recursive
def again(x):
    return again(x - 1.0)


# CHECK-DAG: remark: the call of 'counted' stays: it has a statement of kind 'py.for'
def counted(x):
    for i in range(3):
        x = x + 1.0
    return x


# CHECK-DAG: remark: the call of 'updated' stays: it has a statement of kind 'py.aug_assign'
def updated(x):
    x += 1.0
    return x


# CHECK-DAG: remark: the call of 'ignores' stays: it does not read its parameter 'y'
def ignores(x, y):
    return x + 1.0


# CHECK-DAG: remark: the call of 'same' stays: it returns an argument as it is
def same(x):
    return x


# CHECK-DAG: remark: the call of 'defaulted' stays: not every parameter is given, and defaults are no numbers
def defaulted(x, y=[1.0]):
    return x + y[0]


# CHECK-DAG: remark: the call of 'by_position' stays: it has no parameter that is called 'x'
def by_position(x, /):
    return x + 1.0


# CHECK-DAG: remark: the call of 'by_name' stays: it takes fewer arguments
def by_name(*, x):
    return x + 1.0


# CHECK-DAG: remark: the call of 'unbound' stays: 'y' is another variable in the caller, or unbound
def unbound(x):
    if x > 0.0:
        y = x + 1.0
    return y


# CHECK-DAG: remark: the call of 'scaled' stays: 'FACTOR' is another variable in the caller, or unbound
def scaled(x):
    return FACTOR * x


# CHECK-DAG: remark: the call of 'printed' stays: its body is not modelled
def printed(x):
    print(x)
    return x + 1.0


# CHECK-DAG: remark: the call of 'half' stays: it may end without a return
def half(x):
    if x > 0.0:
        return x + 1.0


def decorator(f):
    return lambda x: f(x) + 1.0


# Its name is bound to what the decorator returns.
@decorator
def decorated(x):
    return x + 1.0


def twice_bound(x):
    return x + 1.0


def twice_bound(x):
    return x + 2.0


def kernel(a: np.ndarray, n: int):
    FACTOR = 3.0
    for i in range(n):
        a[i] = again(a[i])
        a[i] = counted(a[i])
        a[i] = updated(a[i])
        a[i] = ignores(a[i], a[i + 1])
        a[i] = same(a[i])
        a[i] = defaulted(a[i])
        a[i] = by_position(x=a[i])
        a[i] = by_name(a[i])
        a[i] = unbound(a[i])
        a[i] = scaled(a[i]) + FACTOR
        a[i] = printed(a[i])
        a[i] = half(a[i])
        a[i] = decorated(a[i])
        a[i] = twice_bound(a[i])


class Private:
    def __offset(self):
        return self.__o + 1.0


class Model(Private):
    # What a decorator makes of a method is not known.
    @decorator
    def decorated_method(self, x):
        return x + 1.0

    @classmethod
    def scaled(cls, x):
        return cls.scale * x

    def given(self, a: np.ndarray, n: int):
        for i in range(n):
            a[i] = self.decorated_method(a[i])
            a[i] = self.scaled(a[i])

    # Another object may be of another class.
    def others(self, other, a: np.ndarray, n: int):
        for i in range(n):
            a[i] = other.shift(a[i])

    # The object may be another one.
    def bound_again(self, a: np.ndarray, n: int):
        self = self.next
        for i in range(n):
            a[i] = self.shift(a[i])

    def shift(self, x):
        return x + 1.0
