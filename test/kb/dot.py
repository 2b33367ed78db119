# RUN: automphc %s -o - | FileCheck %s
"""Sums of products are `dot`, whichever way the operands lie. The text of a program, comments included, is
part of the output: what is checked starts at the beginning of a line."""
import numpy as np


# CHECK-LABEL: {{^}}def product(
# CHECK: {{^ +}}and n <= b.shape[1]
# CHECK-NEXT: {{^ +}}and not np.may_share_memory(a, c)
# CHECK-NEXT: {{^ +}}and not np.may_share_memory(b, c)
# CHECK: {{^ +# line [0-9]+: }}c[i, j] += a[i, k] * b[k, j]
# CHECK-NEXT: {{^ +}}np.matmul(a[:n, :n], b[:n, :n], out=c[:n, :n])
# CHECK-NEXT: {{^ +}}return
# CHECK-NEXT: {{^ +}}# The original statements.
def product(a: np.ndarray, b: np.ndarray, c: np.ndarray, n: int):
    for i in range(n):
        for j in range(n):
            c[i, j] = 0.0
            for k in range(n):
                c[i, j] += a[i, k] * b[k, j]


# CHECK-LABEL: {{^}}def transposed(
# CHECK: {{^ +# line [0-9]+: }}c[i, j] += a[k, i] * b[j, k]
# CHECK-NEXT: {{^ +}}c[:n, :n] = np.dot(b[:n, :n], a[:n, :n]).T
# CHECK-NEXT: {{^ +}}return
def transposed(a: np.ndarray, b: np.ndarray, c: np.ndarray, n: int):
    for i in range(n):
        for j in range(n):
            c[i, j] = 0.0
            for k in range(n):
                c[i, j] += a[k, i] * b[j, k]


# Without the assignment of zero, the product is added.
# CHECK-LABEL: {{^}}def added(
# CHECK: {{^ +# line [0-9]+: }}c[i, j] += a[i, k] * b[k, j]
# CHECK-NEXT: {{^ +}}c[:n, :n] += np.dot(a[:n, :n], b[:n, :n])
# CHECK-NEXT: {{^ +}}return
def added(a: np.ndarray, b: np.ndarray, c: np.ndarray, n: int):
    for i in range(n):
        for j in range(n):
            for k in range(n):
                c[i, j] += a[i, k] * b[k, j]


# CHECK-LABEL: {{^}}def vector(
# CHECK: {{^ +# line [0-9]+: }}r[i] += a[i, j] * x[j]
# CHECK-NEXT: {{^ +}}np.matmul(a[:m, :n], x[:n], out=r[:m])
# CHECK-NEXT: {{^ +}}return
def vector(a: np.ndarray, x: np.ndarray, r: np.ndarray, m: int, n: int):
    for i in range(m):
        r[i] = 0.0
        for j in range(n):
            r[i] += a[i, j] * x[j]
