# RUN: env AUTOMPHC_PROFILE=%S/inputs/profile.toml automphc %s -o - | FileCheck %s
"""Expressions of several operations on large arrays go by strips of rows."""
import numpy as np


# CHECK-LABEL: {{^}}def smooth(
# CHECK: {{^ +}}and 802 <= {{[ab]}}.shape[0]
# CHECK-NEXT: {{^ +}}and 802 <= {{[ab]}}.shape[1]
# CHECK: {{^ +}}for [[I:[a-z_]+]] in range(1, [[ROWS:[a-z_]+]] - 1, 32):
# CHECK-NEXT: {{^ +}}end = min([[I]] + 32, [[ROWS]] - 1)
# CHECK: {{^ +}}np.multiply(
# CHECK: {{^.*}}a{{\[}}[[I]] - 1 : end - 1, 1 : [[COLUMNS:[a-z_]+]] - 1]
# CHECK: {{^ +}}out=b{{\[}}[[I]]:end, 1 : [[COLUMNS]] - 1],
# CHECK: {{^ +}}# The original statements.
def smooth(a: np.ndarray, b: np.ndarray):
    b[1:-1, 1:-1] = 0.25 * (a[:-2, 1:-1] + a[2:, 1:-1] + a[1:-1, :-2] + a[1:-1, 2:])


# Of three axes, a few planes at a time.
# CHECK-LABEL: {{^}}def smooth_volume(
# CHECK: {{^ +}}and 92 <= {{[ab]}}.shape[0]
# CHECK: {{^ +}}for {{[a-z_]+}} in range(1, {{[a-z_]+}} - 1, 2):
# CHECK: {{^ +}}# The original statements.
def smooth_volume(a: np.ndarray, b: np.ndarray):
    b[1:-1, 1:-1, 1:-1] = 0.25 * (a[:-2, 1:-1, 1:-1] + a[2:, 1:-1, 1:-1] + a[1:-1, :-2, 1:-1] + a[1:-1, 2:, 1:-1])


# Loops over elements: there is more to gain, at every size.
# CHECK-LABEL: {{^}}def loops(
# CHECK-NOT: {{^ +}}and 802 <=
# CHECK-NOT: {{^ +}}for {{.*}}, 32):
# CHECK: {{^ +}}# The original statements.
def loops(a: np.ndarray, b: np.ndarray, n: int, m: int):
    for i in range(1, n - 1):
        for j in range(1, m - 1):
            b[i, j] = 0.25 * (a[i - 1, j] + a[i + 1, j] + a[i, j - 1] + a[i, j + 1])


# Two operations: one temporary.
# CHECK-LABEL: {{^}}def short(
# CHECK-NOT: {{^ +}}for {{.*}}, 32):
# CHECK: {{^ +}}# The original statements.
def short(a: np.ndarray, b: np.ndarray):
    b[1:-1, 1:-1] = a[:-2, 1:-1] + a[2:, 1:-1] + a[1:-1, :-2]
