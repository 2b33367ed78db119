# RUN: automphc %s --emit=nparray | FileCheck %s
"""The cost of the program as written stands beside each version."""
import numpy as np


# CHECK: func.func private @total$version0({{.*}}nparray.cost = {{[0-9]+}} : i64
def total(a: np.ndarray, s: np.ndarray):
    for i in range(a.shape[0]):
        for j in range(i):
            s[j] += a[i, j]
