# RUN: mkdir -p %t.dir && cp %s %t.dir/replay.py && cd %t.dir
# RUN: automphc replay.py -o direct.py
# RUN: automphc-translate --import-python --mlir-print-debuginfo replay.py | automphc-opt --automphc-pipeline --mlir-print-debuginfo | automphc-translate --emit-python -o replayed.py
# RUN: diff direct.py replayed.py
# RUN: automphc replay.py --emit=py | automphc-opt --automphc-pipeline | automphc-translate --emit-python -o replayed.py
# RUN: sed '/^ *# line/d' direct.py > direct-bare.py
# RUN: sed '/^ *# line/d' replayed.py | diff direct-bare.py -
# RUN: automphc replay.py --emit=affine | automphc-opt --pass-pipeline='builtin.module(affine-forward-substitute,affine-privatize,affine-distribute,affine-hoist-updates,affine-widen,raise-affine-to-nparray,nparray-write-in-place)' | automphc-translate --emit-python -o resumed.py
# RUN: sed '/^ *# line/d' resumed.py | diff direct-bare.py -
# RUN: FileCheck %s < direct.py
# The driver's steps, replayed and resumed with the two other tools, give the driver's output.
# What --emit prints has no locations: the comments that name source lines are missing then.
import numpy as np


# CHECK-LABEL: def gram(
# CHECK: np.dot(data.T, data)
# CHECK: # The original statements.
def gram(data: np.ndarray, out: np.ndarray):
    n, m = data.shape
    for i in range(m):
        for j in range(m):
            out[i, j] = (data[:, i] * data[:, j]).sum()


# CHECK-LABEL: def recurrence(
# CHECK: # The original statements.
def recurrence(x: list, n: int):
    for i in range(1, n):
        x[i] = x[i] * 0.5 + x[i - 1]
