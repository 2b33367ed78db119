# RUN: not automphc-translate --import-python %s 2>&1 | FileCheck %s
# CHECK: syntax-error.py:[[#@LINE+4]]:11: error: invalid syntax
# CHECK-NEXT: x = (1 +
# CHECK-NEXT: {{^ +\^}}
# CHECK-NEXT: help: if Python accepts this file, the limit is this compiler's parser
x = (1 +  $ 2)
