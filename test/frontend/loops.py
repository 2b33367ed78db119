# RUN: automphc-translate --import-python %s | FileCheck %s

# CHECK: py.source_hash = "
# CHECK-NEXT: py.func @nest
# CHECK-NEXT: %[[RANGE:.*]] = py.ref "builtins.range" as "range" : !py.function
# CHECK-NEXT: %[[N:.*]] = py.name "n" : !py.object
# CHECK-NEXT: %[[I:.*]] = py.call %[[RANGE]](%[[N]]) : (!py.function, !py.object) -> !py.object
# CHECK-NEXT: py.for "i" in %[[I]] : !py.object {
# CHECK: py.for "j" in %{{.*}} : !py.object {
# CHECK-NEXT: py.pass
# CHECK: py.while {
# CHECK: py.condition %{{.*}} : !py.object
# CHECK-NEXT: } do {
# CHECK: py.aug_assign "n" "subtract"
def nest(n):
    for i in range(n):
        for j in range(i):
            pass
    while n > 0:
        n -= 1


# CHECK: py.func @left_early
# CHECK-NEXT: py.opaque "for i in x:{{.*}}break{{.*}}" reads ["i", "x"] writes ["i"] because "a loop is left or continued early"
# CHECK-NEXT: py.opaque "for i in x:{{.*}}" reads ["i", "x"] writes ["i", "x"] because "a loop has an else branch"
# CHECK-NEXT: py.opaque "for i, j in x:{{.*}}" reads ["i", "j", "x"] writes ["i", "j"] because "a loop binds more than one name" {may_return
def left_early(x):
    for i in x:
        if i:
            break
    for i in x:
        pass
    else:
        x = 0
    for i, j in x:
        return i
