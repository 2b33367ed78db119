# RUN: env AUTOMPHC_PROFILE=%S/inputs/profile.toml automphc %s -o - --remarks 2>&1 | FileCheck %s
# RUN: env AUTOMPHC_PROFILE=%S/inputs/profile.toml automphc %s -o - | diff %s -
"""What is fast already, and what cannot be made faster, stays as it is."""
import numpy as np


# CHECK-DAG: :[[@LINE+1]]:1: remark: whole stays as it is: expected to take {{[01]\.[0-9]+}} times as long as the original
def whole(a: np.ndarray, b: np.ndarray, x: np.ndarray):
    x[:] = a @ (b @ x)


# CHECK-DAG: :[[@LINE+1]]:1: remark: recurrence stays as it is: expected to take {{[12]\.[0-9]+}} times as long as the original
def recurrence(x: list[float], n: int):
    for i in range(1, n):
        x[i] = 0.5 * x[i] + 0.25 * x[i - 1]
