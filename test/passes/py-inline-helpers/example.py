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
