# RUN: automphc-translate --import-python %s | FileCheck %s
"""Variables that the module binds once, before a function, have annotations in it."""
import numpy as np

N, M = 4, (1, 2)
weights = np.exp(np.ones((N, 1)))
table = np.zeros((N, N), dtype=complex)
twice = 1.5
twice += 1.0
window = np.hamming(N) * 0.5


# CHECK-LABEL: py.func @kernel
# CHECK-DAG: py.name "N" {global, variable = "int"}
# CHECK-DAG: py.name "weights" {global, variable = "float64[:, 1]"}
# CHECK-DAG: py.name "table" {global, variable = "complex128[:, :]"}
# CHECK-DAG: py.name "window" {global, variable = "float64[:]"}
# CHECK-DAG: py.name "M" {global, variable = ""}
# CHECK-DAG: py.name "twice" {global} :
# CHECK-DAG: py.name "later" {global} :
def kernel(out):
    out[:] = N * weights + table * window + M + twice + later


later = 3.0 * np.pi
