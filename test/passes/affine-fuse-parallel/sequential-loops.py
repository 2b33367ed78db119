# RUN: env AUTOMPHC_PROFILE=%S/inputs/profile.toml automphc %s -o - | FileCheck %s
# Sequential loops go into the tiles where each of their statements has a loop of the same bounds.
import numpy as np


# CHECK-LABEL: {{^}}def _horner_tile(c, x, value, slope):
# CHECK: {{^ +}}for [[K:[a-z_]+]] in range([[N:[a-z_]+]]):
# CHECK-NEXT: {{^ +}}np.add(slope * x, value, out=slope)
# CHECK-NEXT: {{^ +}}np.add(value * x, c{{\[}}[[N]] - [[K]] - 1], out=value)
# CHECK-LABEL: {{^}}def horner(
# CHECK: {{^ +}}_pfor(
# CHECK-NEXT: {{^ +}}_horner_tile,
# CHECK: {{^ +}}# The original statements.
def horner(c: "np.ndarray[np.float64][10]", x: "np.ndarray[np.float64][100]"):
    value = np.zeros_like(x)
    slope = np.zeros_like(x)
    for k in range(len(c) - 1, -1, -1):
        slope = slope * x + value
        value = value * x + c[k]
    return value, slope


# An iteration reads what its neighbours have written in the step before.
# CHECK-LABEL: {{^}}def relax(
# CHECK-NOT: _pfor(
# CHECK: {{^ +}}# The original statements.
def relax(a: "np.ndarray[np.float64][100]", b: "np.ndarray[np.float64][100]", steps: int):
    for _ in range(steps):
        b[1:-1] = 0.5 * (a[:-2] + a[2:])
        a[1:-1] = 0.5 * (b[:-2] + b[2:])
