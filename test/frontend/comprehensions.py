# RUN: automphc-translate --import-python %s | FileCheck %s


# The source is an attribute of the module, comments and all.
# CHECK: module attributes {{.*}}py.source_hash = "
# CHECK-NEXT: py.func @rows
def rows(n: int, m: int, x: list):
    # CHECK: %[[ZERO:.*]] = py.constant(0.000000e+00 : f64)
    # CHECK: %[[LIST:.*]] = py.list[%[[ZERO]]]
    # CHECK: %[[ROW:.*]] = py.binary "multiply" %[[LIST]], %{{.*}}
    # CHECK: %[[ROWS:.*]] = py.rows %[[ROW]], %{{.*}}
    # CHECK: py.assign "a" = %[[ROWS]]
    a = [[0.0] * m for _ in range(n)]
    # The inner variable is another one.
    # CHECK: %[[INNER:.*]] = py.rows
    # CHECK: py.rows %[[INNER]], %{{.*}}
    b = [[0.0 for _ in range(m)] for _ in range(n)]
    # CHECK: py.opaque_expr "{{\[\[}}0.0] * i for i in range(n)]" {{.*}} because "a comprehension"
    c = [[0.0] * i for i in range(n)]
    # CHECK: py.opaque_expr "{{\[\[}}0.0] * m for _ in range(n) if m]"
    d = [[0.0] * m for _ in range(n) if m]
    # CHECK: py.opaque_expr "{{\[\[}}0.0] * m for _ in x]"
    e = [[0.0] * m for _ in x]
    # Any other item is stored in a loop.
    # CHECK: %[[NEW:.*]] = py.rows
    # CHECK: py.assign "_t0" = %[[NEW]] {part = array<i64: 0, 3>
    # CHECK: py.for "_t1"
    # CHECK: %[[ITEM:.*]] = py.call
    # CHECK: py.store %[[ITEM]], %{{.*}}[%{{.*}}]
    # CHECK: py.assign "f" = %{{.*}} {part = array<i64: 2, 3>
    f = [x.pop() for _ in range(n)]
    # CHECK: py.opaque_expr "{{\[\[}}0.0 for _ in range(_)] for _ in range(n)]"
    g = [[0.0 for _ in range(_)] for _ in range(n)]
