# RUN: automphc %s -o - | FileCheck %s
"""Subscripts by the indices of a triangle need no index arrays."""
import numpy as np


# The elements of one triangle, in row-major order, into those of the other.
# CHECK-LABEL: {{^}}def repack(
# CHECK: {{^ +}}and n <= c.shape[0]
# CHECK-NEXT: {{^ +}}and n <= c.shape[1]
# CHECK: {{^ +# line [0-9]+: }}c[lower] = c[upper]
# CHECK-NEXT: {{^ +}}c[:n, :n][np.tri(n, n, dtype="bool", k=-1)] = c[:n, :n][~np.tri(n, n, dtype="bool")]
# CHECK-NEXT: {{^ +}}return
def repack(c: np.ndarray, n: int):
    lower = np.tril_indices(n=n, m=n, k=-1)
    upper = np.triu_indices(n=n, m=n, k=1)
    c[lower] = c[upper]


# Rectangles right of the diagonal, and a mask for the triangle beside it.
# CHECK-LABEL: {{^}}def clear(
# CHECK: {{^ +# line [0-9]+: }}c[np.triu_indices(n=n, m=n, k=1)] = 0.0
# CHECK-NEXT: {{^ +}}for i in range(0, n, 128):
# CHECK-NEXT: {{^ +}}end = min(i + 128, n)
# CHECK-NEXT: {{^ +}}c[i:end, end:n] = 0.0
# CHECK-NEXT: {{^ +}}np.copyto(
# CHECK: {{^ +# line [0-9]+: }}c[i, j] += 1.0
# CHECK-NEXT: {{^ +}}c[:n, :n] += 1.0
# CHECK-NEXT: {{^ +}}return
def clear(c: np.ndarray, n: int):
    c[np.triu_indices(n=n, m=n, k=1)] = 0.0
    for i in range(n):
        for j in range(n):
            c[i, j] += 1.0
