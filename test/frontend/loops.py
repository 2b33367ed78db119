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
# CHECK: py.aug_assign "n" "floor_divide"
def nest(n):
    for i in range(n):
        for j in range(i):
            pass
    while n > 0:
        n //= 2


# A loop that counts: the variable gets its value from a counter, and its last one as it was.
# CHECK: py.func @counts
# CHECK: %[[RANGE:.*]] = py.ref "" as "" {stands_for = "builtins.range"} : !py.function
# CHECK-NEXT: %[[N:.*]] = py.name "n"
# CHECK-NEXT: %[[STEP:.*]] = py.constant(-1 : i64)
# CHECK-NEXT: %[[CALL:.*]] = py.call %[[RANGE]](%[[N]], %{{.*}}, %[[STEP]])
# CHECK-NEXT: py.for "n_counter" in %[[CALL]] : !py.object {
# CHECK-NEXT: %[[COUNTER:.*]] = py.name "n_counter"
# CHECK-NEXT: py.assign "n" = %[[COUNTER]] : !py.object
# CHECK: py.aug_assign "n" "subtract"
# The bound changes, or the variable does; another test.
# CHECK: py.func @does_not_count
# CHECK-COUNT-5: py.while {
def counts(n):
    while n > 0:
        n -= 1


def does_not_count(a, n, m):
    i = 0
    while i < n:
        n -= 1
        i += 1
    while i < n:
        if a[i]:
            i += 1
        i += 1
    while i != n:
        i += 1
    while i < len(m):
        m.pop()
        i += 1
    while i > n:
        i += 1


# Items of sequences are looked up by a counter; guards ask for `enumerate` and `zip`.
# CHECK: py.func @items
# CHECK-DAG: py.ref "builtins.enumerate" as "enumerate" {stands_for = "builtins.range"}
# CHECK-DAG: py.ref "builtins.zip" as "zip" {stands_for = "iteration.shortest"}
# CHECK-DAG: py.ref "builtins.zip" as "zip" {stands_for = "builtins.len"}
# CHECK: py.for "i" in
# CHECK: py.assign "x" =
# CHECK: py.assign "u" = %{{.*}} {part = array<i64: 0, 2>, unpacks = 2 : i64}
# CHECK: py.assign "v" = %{{.*}} {part = array<i64: 1, 2>, unpacks = 2 : i64}
# The sequence is bound in the loop, is no part of a name, or has a name for its items twice.
# CHECK: py.func @no_items
# CHECK-NOT: stands_for
# CHECK: py.for "x" in
# CHECK: py.for "x" in
# CHECK-COUNT-2: py.opaque
def items(a, p, out):
    for i, (x, (u, v)) in enumerate(zip(a, p)):
        out[i] = x * u + v


def no_items(a, b):
    for x in a:
        a = b
    for x in a():
        pass
    for x, x in zip(a, b):
        pass
    for x, y in zip(a, b, strict=True):
        pass


# CHECK: py.func @left_early
# CHECK-NEXT: py.opaque "for i in x:{{.*}}break{{.*}}" reads ["i", "x"] writes ["i"] because "a loop is left or continued early"
# CHECK-NEXT: py.opaque "for i in x:{{.*}}" reads ["i", "x"] writes ["i", "x"] because "a loop has an else branch"
# CHECK-NEXT: py.opaque "for i, j in x():{{.*}}" reads ["i", "j", "x"] writes ["i", "j"] because "a loop binds more than one name" {may_return
def left_early(x):
    for i in x:
        if i:
            break
    for i in x:
        pass
    else:
        x = 0
    for i, j in x():
        return i
