# RUN: not env AUTOMPHC_PROFILE=%S/inputs/wrong.toml automphc %s -o - 2>&1 | FileCheck %s
# RUN: not env AUTOMPHC_PROFILE=%S/inputs/missing.toml automphc %s -o - 2>&1 | FileCheck %s --check-prefix=MISSING
"""A profile with mistakes is an error."""
# CHECK: wrong.toml: line 1: no such cost: speed = 3
# MISSING: missing.toml: No such file or directory
