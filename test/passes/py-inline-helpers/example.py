# RUN: automphc-translate --import-python %s | automphc-opt --pass-pipeline='builtin.module(py-inline-helpers)' | sed 's/^module attributes.*/module {/' | FileCheck %s
# RUN: automphc %s -o - | FileCheck %s --check-prefix=PYTHON
# The call of a small function becomes the expression that it returns.
import numpy as np

SCALE = 0.5


def weight(u, v):
    d = u - v
    return np.exp(-d * d) * SCALE


def least(x, bound):
    if x < bound:
        return bound
    return x


def twice(x):
    return 2.0 * least(x, 0.25)


# A local is replaced by its value, an argument by the caller's.
# CHECK-LABEL: py.func @pairs
# CHECK: %[[U:.*]] = py.subscript %{{.*}}[%{{.*}}]
# CHECK: %[[V:.*]] = py.subscript %{{.*}}[%{{.*}}]
# CHECK-NOT: py.call %{{.*}}(%[[U]], %[[V]])
# CHECK: %[[D:.*]] = py.binary "subtract" %[[U]], %[[V]]
# CHECK: %[[N:.*]] = py.unary "negative" %[[D]]
# CHECK: py.binary "multiply" %[[N]], %[[D]]
# CHECK: py.binary "multiply" {{.*}} {inlined = ["weight"]}
# PYTHON: return np.exp(-d * d) * SCALE
# PYTHON: _weight = weight
# PYTHON-LABEL: def pairs(
# PYTHON: and globals().get("weight") is _weight
# PYTHON: np.exp(
def pairs(a: np.ndarray, b: np.ndarray, out: np.ndarray, n: int):
    for i in range(n):
        out[i] = weight(a[i], v=b[i])


# A return under a condition is a choice; helpers call helpers.
# CHECK-LABEL: py.func @bounded
# CHECK: py.select {{.*}} {inlined = ["least"]}
# CHECK: py.binary "multiply" {{.*}} {inlined = ["twice"]}
# PYTHON-LABEL: def bounded(
# PYTHON: and globals().get("least") is _least
# PYTHON: and globals().get("twice") is _twice
# PYTHON: np.where(a[:n] < 0.25, 0.25, a[:n])
def bounded(a: np.ndarray, n: int):
    for i in range(n):
        a[i] = twice(a[i])


def clipped(x, low=0.0, *, high=SCALE):
    if x < low:
        x = low
    if x > high:
        x = high
    return 1.0 * x


square = lambda x: x * x


# Defaults are what they were when the function was defined; a name may be bound under a condition.
# CHECK-LABEL: py.func @clip
# CHECK: py.select
# CHECK: py.select
# CHECK: py.binary "multiply" {{.*}} {inlined = ["clipped"]}
# CHECK: py.binary "multiply" {{.*}} {inlined = ["square"]}
# PYTHON: _square = square
# PYTHON-LABEL: def clip(
# PYTHON: and globals().get("square") is _square
def clip(a: np.ndarray, n: int):
    for i in range(n):
        a[i] = clipped(a[i])
    for i in range(n):
        a[i] = square(a[i])


class Model:
    @property
    def size(self):
        return self.n - 1

    @staticmethod
    def mean(x, y):
        return 0.5 * (x + y)

    def at(self, i):
        return self.u[i] * self.scale

    # What the object finds under the name is compared with what the class defined.
    # PYTHON: return self.n - 1
    # PYTHON: global _Model_size
    # PYTHON-NEXT: _Model_size = size
    # CHECK-LABEL: py.func @Model.means
    # CHECK: inlined = ["Model.size@self"]
    # CHECK: inlined = ["Model.at@self"]
    # CHECK: inlined = ["Model.mean@self"]
    # CHECK: inlined = ["Model.mean@Model"]
    # PYTHON-LABEL: def means(
    # PYTHON: _same_member(self, "size", _Model_size)
    # PYTHON: _same_member(globals().get("Model"), "mean", _Model_mean)
    def means(self, a: np.ndarray):
        for i in range(self.size):
            a[i] = self.mean(self.at(i), self.at(i + 1))
        for i in range(self.n):
            a[i] = Model.mean(a[i], 1.0)
