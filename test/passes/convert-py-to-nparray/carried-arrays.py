# RUN: automphc %s -o - --emit=nparray | FileCheck %s
# Arrays that a loop binds anew in each iteration have one place of memory.
import numpy as np


# CHECK-LABEL: {{^ +}}func.func private @local$version0(
# CHECK: %[[MEMORY:.*]] = nparray.alloc
# CHECK: affine.for
# CHECK: %[[SUM:.*]] = nparray.call "numpy.add"
# CHECK-NEXT: nparray.store %[[SUM]], %[[MEMORY]]
def local(x: "np.ndarray[np.float64][100]", n: int):
    value = np.zeros_like(x)
    for _ in range(n):
        value = value * x + 1.0
    return value


# The argument is copied, and the loop must run.
# CHECK-LABEL: {{^ +}}func.func private @argument$version0(%arg0
# CHECK: nparray.guard "bounds"
# CHECK: %[[MEMORY:.*]] = nparray.alloc
# CHECK: nparray.store %arg0, %[[MEMORY]]
# CHECK: affine.for
# CHECK: nparray.store %{{.*}}, %[[MEMORY]]
def argument(x: "np.ndarray[np.float64][100]", n: int):
    for _ in range(n):
        x = x * 2.0
    return x


# An array with two names would change under the second.
# CHECK-LABEL: {{^ +}}py.func @two_names(
# CHECK-NOT: {{^ +}}func.func private @two_names$version0
# CHECK-LABEL: {{^ +}}py.func @renamed(
def two_names(x: "np.ndarray[np.float64][100]", y: "np.ndarray[np.float64][100]", n: int):
    for _ in range(n):
        old = x
        x = x * 2.0
        y += x - old


# What another name holds is no new array.
# CHECK-NOT: {{^ +}}func.func private @renamed$version0
# CHECK-LABEL: {{^ +}}py.func @at_times(
def renamed(x: "np.ndarray[np.float64][100]", y: "np.ndarray[np.float64][100]", n: int):
    for _ in range(n):
        x = y
    return x


# The name may still mean the argument at the end.
# CHECK-NOT: {{^ +}}func.func private @at_times$version0
# CHECK-LABEL: {{^ +}}py.func @last(
def at_times(x: "np.ndarray[np.float64][100]", n: int):
    for i in range(n):
        if i > 2:
            x = x * 2.0
    return x


def last():
    pass
