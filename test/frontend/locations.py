# RUN: automphc-translate --import-python --mlir-print-debuginfo %s | FileCheck %s

# CHECK: py.name "x" : !py.object loc(#[[NAME:.*]])
# CHECK: py.binary "add" {{.*}} loc(#[[SUM:.*]])
# CHECK: py.return {{.*}} loc(#[[RETURN:.*]])
# CHECK-DAG: #[[NAME]] = loc("{{.*}}locations.py":9:12)
# CHECK-DAG: #[[RETURN]] = loc("{{.*}}locations.py":9:5)
def f(x):
    return x + 1
