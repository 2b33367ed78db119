# RUN: automphc %s -o - | FileCheck %s
# Black boxes that may raise, or run code that nobody has seen, keep their place among all writes.
import numpy as np


# CHECK-LABEL: def unknown(
# CHECK: for i in range(n):
# CHECK-NEXT: f(i)
# CHECK-NEXT: c[i, :n] += np.dot(a[i, :n], b[:n, :n])
def unknown(a: np.ndarray, b: np.ndarray, c: np.ndarray, n: int, f):
    for i in range(n):
        f(i)
        for j in range(n):
            for k in range(n):
                c[i, j] += a[i, k] * b[k, j]


# What is printed may be an object with a method of its own.
# CHECK-LABEL: def shown(
# CHECK: for i in range(n):
# CHECK-NEXT: print(x)
# CHECK-NEXT: c[i, :n] +=
def shown(a: np.ndarray, b: np.ndarray, c: np.ndarray, n: int, x):
    for i in range(n):
        print(x)
        for j in range(n):
            for k in range(n):
                c[i, j] += a[i, k] * b[k, j]


# CHECK-LABEL: def raises(
# CHECK: for i in range(n):
# CHECK-NEXT: if a[i, 0] > 2.0:
# CHECK-NEXT: raise ValueError(i)
# CHECK-NEXT: c[i, :n] +=
def raises(a: np.ndarray, b: np.ndarray, c: np.ndarray, n: int):
    for i in range(n):
        if a[i, 0] > 2.0:
            raise ValueError(i)
        for j in range(n):
            for k in range(n):
                c[i, j] += a[i, k] * b[k, j]


# It writes what the contraction reads.
# CHECK-LABEL: def writes(
# CHECK: for i in range(n):
# CHECK-NEXT: if a[i, 0] > 2.0:
# CHECK-NEXT: a[0, 0] = 0.0
# CHECK-NEXT: print(i)
# CHECK-NEXT: c[i, :n] +=
def writes(a: np.ndarray, b: np.ndarray, c: np.ndarray, n: int):
    for i in range(n):
        if a[i, 0] > 2.0:
            a[0, 0] = 0.0
            print(i)
        for j in range(n):
            for k in range(n):
                c[i, j] += a[i, k] * b[k, j]


# The key may not be there, and a subclass may do anything.
# CHECK-LABEL: def missing(
# CHECK: for i in range(n):
# CHECK-NEXT: seen[i] += 1
# CHECK-NEXT: a[i, :n] *= 2.0
def missing(a: np.ndarray, seen: dict, n: int):
    for i in range(n):
        seen[i] += 1
        for j in range(n):
            a[i, j] *= 2.0


# A loop that binds a parameter stays as it is: sizes are read from parameters.
# CHECK-LABEL: def parameter(
# CHECK-NEXT: for i in range(4):
def parameter(a: np.ndarray, n: int, f):
    for i in range(4):
        n = f(n)
        for j in range(n):
            a[i, j] *= 2.0
