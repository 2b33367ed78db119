# RUN: env AUTOMPHC_PROFILE=%S/inputs/profile.toml automphc %s -o - | FileCheck %s
# RUN: automphc %s -o - | FileCheck %s --check-prefix=ALL
"""Versions on lists run where the work is worth the conversion of the lists."""

# ALL-NOT: {{[0-9]+}} < {{[0-9]+}} * n


# The work alone is weighed first, then with all that is converted.
# CHECK-LABEL: def product(
# CHECK: and [[FIXED:[0-9]+]] < [[GAIN:[0-9]+]] * n * n * m
# CHECK-NEXT: and _separate_lists(
# CHECK-NEXT: and [[FIXED]] + {{[0-9]+}} * len(c) * len(c[0]) + {{[0-9]+}} * len(a) * len(a[0]) + {{[0-9]+}} * len(b) * len(b[0]) < [[GAIN]] * n * n * m
def product(n: int, m: int, c: list, a: list, b: list):
    for i in range(n):
        for j in range(n):
            c[i][j] = 0.0
            for k in range(m):
                c[i][j] += a[i][k] * b[k][j]


# A loop that stays pays for its calls.
# CHECK-LABEL: def sweeps(
# CHECK: and {{[0-9]+}} + {{[0-9]+}} * n + {{[0-9]+}} * len(x) < {{[0-9]+}} * n * (m - 1)
def sweeps(n: int, m: int, x: list):
    for t in range(n):
        for i in range(m - 1):
            x[i] = x[i + 1] * 0.5
