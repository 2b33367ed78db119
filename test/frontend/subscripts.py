# RUN: automphc-translate --import-python %s | FileCheck %s

# CHECK: py.source_hash = "
# CHECK-NEXT: py.func @subscripts
# CHECK-DAG: %[[A:.*]] = py.name "a"
# CHECK-DAG: %[[I:.*]] = py.name "i"
# CHECK: %[[ONE:.*]] = py.constant(1 : i64)
# CHECK: %[[SLICE:.*]] = py.slice %[[ONE]], %{{.*}}, %{{.*}} : !py.int, !py.none, !py.none
# CHECK: %[[DOTS:.*]] = py.ellipsis
# CHECK: py.subscript %[[A]][%[[I]], %[[SLICE]], %[[DOTS]]]
# CHECK: %[[EMPTY:.*]] = py.tuple() : () -> !py.object
# CHECK: py.subscript %{{.*}}[%[[EMPTY]]]
def subscripts(a, i):
    a[i, 1:, ...]
    a[()]
