# RUN: automphc-translate --import-python %s | FileCheck %s
import numpy as np

# CHECK: py.source_hash = "
# CHECK-NEXT: py.func @calls
# CHECK-NEXT: %[[A:.*]] = py.name "a"
# CHECK-NEXT: %[[SUM:.*]] = py.attribute %[[A]] "sum" : !py.object -> !py.object
# CHECK-NEXT: %[[ZERO:.*]] = py.constant(0 : i64) : !py.int
# CHECK-NEXT: py.call %[[SUM]](%[[ZERO]]) keywords ["axis"] : (!py.object, !py.int) -> !py.object
# CHECK: py.binary "matmul"
# CHECK: py.opaque_expr "f(*a)" reads ["a", "f"] because "a call unpacks its arguments"
# CHECK: py.opaque_expr "[i for i in a]" reads ["a", "i"] because "a comprehension"
# CHECK: py.opaque_expr "(lambda b: b)" reads ["b"] because "a lambda is a function of its own"
def calls(a):
    a.sum(axis=0)
    a @ np.dot(a, a)
    f(*a)
    [i for i in a]
    lambda b: b
