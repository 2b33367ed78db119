# RUN: env AUTOMPHC_PROFILE=%S/inputs/profile.toml automphc %s -o - | FileCheck %s
"""Consecutive statements over the same rows go by strips that stay in the cache; small arrays are one strip."""
import numpy as np


# CHECK-LABEL: {{^}}def smooth(
# CHECK: {{^ +}}[[STRIP:[a-z_]+]] = max(1, 32768 // [[COLUMNS:[a-z_]+]])
# CHECK: {{^ +}}for [[I:[a-z_]+]] in range(1, [[ROWS:[a-z_]+]] - 1, [[STRIP]]):
# CHECK-NEXT: {{^ +}}end = min([[I]] + [[STRIP]], [[ROWS]] - 1)
# CHECK: {{^ +}}np.multiply(
# CHECK: {{^.*}}a{{\[}}[[I]] - 1 : end - 1, 1 : [[COLUMNS]] - 1]
# CHECK: {{^ +}}out=b{{\[}}[[I]]:end, 1 : [[COLUMNS]] - 1],
# CHECK: {{^ +}}# The original statements.
def smooth(a: np.ndarray, b: np.ndarray):
    b[1:-1, 1:-1] = 0.25 * (a[:-2, 1:-1] + a[2:, 1:-1] + a[1:-1, :-2] + a[1:-1, 2:])


# The rows of three axes are planes.
# CHECK-LABEL: {{^}}def smooth_volume(
# CHECK: {{^ +}}[[STRIP:[a-z_]+]] = max(1, 32768 // ({{[a-z_]+}} * {{[a-z_]+}}))
# CHECK: {{^ +}}for {{[a-z_]+}} in range(1, {{[a-z_]+}} - 1, [[STRIP]]):
# CHECK: {{^ +}}# The original statements.
def smooth_volume(a: np.ndarray, b: np.ndarray):
    b[1:-1, 1:-1, 1:-1] = 0.25 * (a[:-2, 1:-1, 1:-1] + a[2:, 1:-1, 1:-1] + a[1:-1, :-2, 1:-1] + a[1:-1, 2:, 1:-1])


# Vectors; a local that only the group uses is a value of the strip.
# CHECK-LABEL: {{^}}def vectors(
# CHECK: {{^ +}}and y.shape[0] == x.shape[0]
# CHECK: {{^ +}}result = np.empty([[N:[a-z_]+]])
# CHECK-NEXT: {{^ +}}for [[I:[a-z_]+]] in range(0, [[N]], 16384):
# CHECK-NEXT: {{^ +}}end = min([[I]] + 16384, [[N]])
# CHECK-NEXT: {{^ +}}[[T:[a-z_]+]] = x{{\[}}[[I]]:end] * y{{\[}}[[I]]:end] + 1.0
# CHECK-NEXT: {{^ +}}np.add(
# CHECK-NEXT: {{^ +}}[[T]] / np.sqrt([[T]]) - (x{{\[}}[[I]]:end] - y{{\[}}[[I]]:end]) * [[T]],
# CHECK-NEXT: {{^ +}}x{{\[}}[[I]]:end] / [[T]],
# CHECK-NEXT: {{^ +}}out=result{{\[}}[[I]]:end],
# CHECK-NEXT: {{^ +}})
# CHECK-NEXT: {{^ +}}return result
# CHECK: {{^ +}}# The original statements.
def vectors(x: "np.ndarray[np.float64][100]", y: "np.ndarray[np.float64][100]"):
    t = x * y + 1.0
    return t / np.sqrt(t) - (x - y) * t + x / t


# Sums along the rows are part of the strip; one element per row needs no axis for it.
# CHECK-LABEL: {{^}}def scaled_rows(
# CHECK: {{^ +}}and x.flags.c_contiguous
# CHECK: {{^ +}}for [[I:[a-z_]+]] in range(0, {{[a-z_]+}}, {{[a-z_]+}}):
# CHECK: {{^ +}}x{{\[}}[[I]]:end] * 2.0 / np.exp(x{{\[}}[[I]]:end]).sum(axis=-1)[:, np.newaxis],
# CHECK: {{^ +}}# The original statements.
def scaled_rows(x: "np.ndarray[np.float64][100, 100]"):
    return x * 2.0 / np.exp(x).sum(axis=-1, keepdims=True) + 1.0


# Another row of what the group writes: the statements stay apart.
# CHECK-LABEL: {{^}}def other_rows(
# CHECK: {{^ +}}for {{.*}} in range(
# CHECK: {{^ +}}for {{.*}} in range(
# CHECK: {{^ +}}# The original statements.
def other_rows(a: np.ndarray, b: np.ndarray, c: np.ndarray):
    b[:, :] = a[:, :] * a[:, :] + 2.0 * a[:, :]
    c[1:, :] = b[1:, :] * b[:-1, :] + 2.0 * a[1:, :]


# Rows that a later strip would find overwritten: one statement, which reads everything first.
# CHECK-LABEL: {{^}}def shifted(
# CHECK-NOT: // {{[(]?}}columns
# CHECK-NOT: 32768
# CHECK: {{^ +}}np.add(a[1:] * 0.5 + a[1:] * a[: rows - 1], 3.0, out=a[: rows - 1])
# CHECK: {{^ +}}# The original statements.
def shifted(a: np.ndarray):
    a[:-1, :] = a[1:, :] * 0.5 + a[1:, :] * a[:-1, :] + 3.0


# Loops over elements: there is more to gain, at every size.
# CHECK-LABEL: {{^}}def loops(
# CHECK-NOT: // {{[(]?}}columns
# CHECK-NOT: 32768
# CHECK: {{^ +}}# The original statements.
def loops(a: np.ndarray, b: np.ndarray, n: int, m: int):
    for i in range(1, n - 1):
        for j in range(1, m - 1):
            b[i, j] = 0.25 * (a[i - 1, j] + a[i + 1, j] + a[i, j - 1] + a[i, j + 1])


# Two operations: one temporary.
# CHECK-LABEL: {{^}}def short(
# CHECK-NOT: // {{[(]?}}columns
# CHECK-NOT: 32768
# CHECK: {{^ +}}# The original statements.
def short(a: np.ndarray, b: np.ndarray):
    b[1:-1, 1:-1] = a[:-2, 1:-1] + a[2:, 1:-1] + a[1:-1, :-2]
