# RUN: automphc %s -o - --remarks=text 2>&1 | FileCheck %s
# Bodies of loops that get no version.
import contextlib

import numpy as np


# A guard would read a name that is not bound in the first iteration.
# CHECK-LABEL: def unbound(
# CHECK: while t < most:
# CHECK-NEXT: if t > 0:
def unbound(a: np.ndarray, n: int, most: int):
    t = 0
    while t < most:
        if t > 0:
            a[0, 0] = last[0, 0]
        last = np.zeros((n, n))
        for i in range(n):
            for j in range(n):
                last[i, j] = a[i, j] * 2.0
        t += 1


# What an iteration has done is seen where it raises.
# CHECK-LABEL: def suppressed(
# CHECK: while t < most:
# CHECK-NEXT: t += 1
def suppressed(a: np.ndarray, f, n: int, most: int):
    t = 0
    b = np.zeros((n, n))
    with contextlib.suppress(ValueError):
        while t < most:
            t += 1
            b = np.zeros((n, n))
            for i in range(n):
                for j in range(n):
                    b[i, j] = a[i, j] * 2.0
            f(t)
    return b


# CHECK-LABEL: def one_line(
# CHECK: while a[0] < 10.0: a += a
def one_line(a: np.ndarray):
    while a[0] < 10.0: a += a


# CHECK-LABEL: def on_lists(
# CHECK: while a[0][0] < 10.0:
# CHECK-NEXT: for i in range(n):
def on_lists(a: list[list[float]], n: int):
    while a[0][0] < 10.0:
        for i in range(n):
            for j in range(n):
                a[i][j] = a[i][j] * 2.0
