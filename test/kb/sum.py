# RUN: automphc %s -o - | FileCheck %s
"""Sums in loops are `sum` over the axes that the result does not have; a call stays one."""
import numpy as np


# CHECK-LABEL: {{^}}def columns(
# CHECK: {{^ +# line [0-9]+: }}r[j] += a[i, j]
# CHECK-NEXT: {{^ +}}a[:m, :n].sum(axis=0, out=r[:n])
# CHECK-NEXT: {{^ +}}return
def columns(a: np.ndarray, r: np.ndarray, m: int, n: int):
    for j in range(n):
        r[j] = 0.0
        for i in range(m):
            r[j] += a[i, j]


# CHECK-LABEL: {{^}}def rows(
# CHECK: {{^ +# line [0-9]+: }}r[i] += a[i, j]
# CHECK-NEXT: {{^ +}}a[:m, :n].sum(axis={{1|-1}}, out=r[:m])
# CHECK-NEXT: {{^ +}}return
def rows(a: np.ndarray, r: np.ndarray, m: int, n: int):
    for i in range(m):
        r[i] = 0.0
        for j in range(n):
            r[i] += a[i, j]


# CHECK-LABEL: {{^}}def scaled(
# CHECK: {{^ +# line [0-9]+: }}r[j] += 2.0 * a[i, j]
# CHECK-NEXT: {{^ +}}(2.0 * a[:m, :n]).sum(axis=0, out=r[:n])
# CHECK-NEXT: {{^ +}}return
def scaled(a: np.ndarray, r: np.ndarray, m: int, n: int):
    for j in range(n):
        r[j] = 0.0
        for i in range(m):
            r[j] += 2.0 * a[i, j]


# CHECK-LABEL: {{^}}def called(
# CHECK: {{^ +# line [0-9]+: }}a[0, i] = 1.0
# CHECK-NEXT: {{^ +}}a[0, :n] = 1.0
# CHECK-NEXT: {{^ +# line [0-9]+: }}r[0:n] = a[:, 0:n].sum(axis=0)
# CHECK-NEXT: {{^ +}}a[:, :n].sum(axis=0, out=r[:n])
# CHECK-NEXT: {{^ +}}return
def called(a: np.ndarray, r: np.ndarray, n: int):
    for i in range(n):
        a[0, i] = 1.0
    r[0:n] = a[:, 0:n].sum(axis=0)
