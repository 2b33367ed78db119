# RUN: automphc %s --target=cupy -o - | FileCheck %s
"""What a version for a GPU looks like in Python."""

import numpy as np


# CHECK-LABEL: def scaled(
# CHECK: (xp := _module_of_arrays(a, b, c)) is not None
# CHECK: and a.ndim == 2 and a.dtype == np.float64
# CHECK: and _writeable_anywhere(c)
# CHECK: cp = (
# CHECK: _cupy(
# CHECK-DAG: cpu=
# CHECK-DAG: gpu=
# CHECK: if xp is np
# CHECK: else xp
# CHECK: if cp is not None:
# CHECK-NEXT: try:
# CHECK: c_ = cp.asarray(c)
# CHECK-NEXT: c_ *= beta
# CHECK: c_ += cp.dot(a_, b_)
# CHECK-NEXT: result = c_.get() if xp is np else c_
# CHECK-NEXT: except Exception as error:
# CHECK-NEXT: if xp is not np:
# CHECK-NEXT: raise
# CHECK-NEXT: _gpu_failed(error)
# CHECK-NEXT: else:
# CHECK-NEXT: if result is not c:
# CHECK-NEXT: c[:] = result
# CHECK-NEXT: return
# CHECK: c *= beta
# CHECK: c += np.dot(a, b)
# CHECK: # The original statements.
def scaled(a: np.ndarray, b: np.ndarray, c: np.ndarray, beta: float):
    c *= beta
    c += a @ b
