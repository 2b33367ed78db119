# RUN: env AUTOMPHC_PROFILE=%S/inputs/profile.toml automphc %s -o - | FileCheck %s
"""Loops that become calls are worth their guards."""
import numpy as np


# CHECK-LABEL: def product(
# CHECK: # The original statements.
def product(a: np.ndarray, b: np.ndarray, c: np.ndarray, n: int):
    for i in range(n):
        for j in range(n):
            c[i, j] = a[i, :n] @ b[:n, j]


# CHECK-LABEL: def product_of_lists(
# CHECK: # The original statements.
def product_of_lists(a: list[list[float]], b: list[list[float]], c: list[list[float]], n: int):
    for i in range(n):
        for j in range(n):
            c[i][j] = 0.0
            for k in range(n):
                c[i][j] += a[i][k] * b[k][j]
