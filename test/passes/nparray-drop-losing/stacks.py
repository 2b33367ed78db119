# RUN: env AUTOMPHC_PROFILE=%S/inputs/profile.toml automphc %s -o - | FileCheck %s
"""A stack of products has as many products as the stack has places, not the square of that."""
import numpy as np


# CHECK-LABEL: def covariance(
# CHECK:         np.matmul(
# CHECK:         # The original statements.
def covariance(x: "complex128[:, :, :]", c: "complex128[:, :, :]"):
    for g in range(x.shape[0]):
        for i in range(x.shape[1]):
            for j in range(i + 1):
                c[g, i, j] = (x[g, i, :] * np.conj(x[g, j, :])).sum()
