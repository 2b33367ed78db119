# RUN: automphc-translate --import-python %s | FileCheck %s

# CHECK: py.source_hash = "
# CHECK-NEXT: py.func @branch
# CHECK: %[[LESS:.*]] = py.compare "less"
# CHECK-NEXT: py.if %[[LESS]] : !py.object {
# CHECK: py.assign "x"
# CHECK: } else {
# CHECK: py.compare "equal"
# CHECK: py.if
# CHECK: py.return %{{.*}} : !py.object
# CHECK: } else {
# CHECK-NEXT: }
# CHECK: py.return {span
def branch(x):
    if x < 1:
        x = 2
    elif x == 3:
        return x
    return


# CHECK: py.func @chain
# CHECK-DAG: %[[A:.*]] = py.name "a"
# CHECK-DAG: %[[B:.*]] = py.name "b"
# CHECK: %[[FIRST:.*]] = py.compare "less_equal" %[[A]], %[[B]]
# CHECK: %[[C:.*]] = py.name "c"
# CHECK: %[[SECOND:.*]] = py.compare "less" %[[B]], %[[C]]
# CHECK: py.bool "and"(%[[FIRST]], %[[SECOND]])
def chain(a, b, c):
    return a <= b < c


# CHECK: py.func @skipped
# CHECK: py.select
# CHECK: py.opaque_expr "(g(x) if x else 0)" reads ["g", "x"] because "a part that may be skipped may have effects"
def skipped(x):
    y = abs(x) if x < 0 else x
    return g(x) if x else 0
