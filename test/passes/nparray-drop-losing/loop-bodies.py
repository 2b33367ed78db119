# RUN: env AUTOMPHC_PROFILE=%S/inputs/profile.toml automphc %s -o - | FileCheck %s
"""Versions of the bodies of loops, whose guards are tested in every iteration."""
import numpy as np


# The body of a loop gains for large arrays alone: one test comes before all others.
# CHECK-LABEL: {{^}}def wave(
# CHECK: {{^ +}}if (
# CHECK-NEXT: {{^ +}}type(after) is np.ndarray
# CHECK-NEXT: {{^ +}}and 150000 < after.size
# CHECK: {{^ +}}continue
# CHECK-NEXT: {{^ +}}# The original statements.
def wave(before: np.ndarray, now: np.ndarray, courant: float, steps: int):
    after = np.zeros_like(now)
    for _ in range(steps):
        after[1:-1, 1:-1] = (
            2.0 * now[1:-1, 1:-1]
            - before[1:-1, 1:-1]
            + courant * (now[2:, 1:-1] + now[:-2, 1:-1] + now[1:-1, 2:] + now[1:-1, :-2] - 4.0 * now[1:-1, 1:-1])
        )
        before, now, after = now, after, before
    return now
