# RUN: automphc-translate --import-python %s | FileCheck %s
# The module's attributes hold this text with its quotes escaped: a pattern with a quote passes over them.

# CHECK: py.source_hash = "
# CHECK-NEXT: py.func @single(["a", "b"]) hints ["", ""]
# CHECK-NEXT: %[[ONE:.*]] = py.constant(1.000000e+00 : f64) : !py.float
# CHECK-NEXT: py.assign "x" = %[[ONE]] {span = array<i64: {{.*}}>} : !py.float
# CHECK-NEXT: %[[MINUS:.*]] = py.constant(-2 : i64) : !py.int
# CHECK-NEXT: py.assign "y" = %[[MINUS]]
# CHECK-NEXT: py.pass
# CHECK-NEXT: %[[B:.*]] = py.name "b" : !py.object
# CHECK-NEXT: %[[A:.*]] = py.name "a" : !py.object
# CHECK-NEXT: %[[X:.*]] = py.name "x" : !py.object
# CHECK-NEXT: py.store %[[B]], %[[A]][%[[X]]]
# CHECK-NEXT: %[[Y:.*]] = py.name "y" : !py.object
# CHECK-NEXT: py.aug_assign "x" "add" %[[Y]]
def single(a, b):
    x = 1.0
    y: int = -2
    z: float
    a[x] = b
    x += y


# One value, two targets: two operations of one statement.
# CHECK: py.func @chained
# CHECK-NEXT: %[[ZERO:.*]] = py.constant(0.000000e+00 : f64)
# CHECK-NEXT: py.assign "x" = %[[ZERO]] {part = array<i64: 0, 2>
# CHECK-NEXT: py.assign "y" = %[[ZERO]] {part = array<i64: 1, 2>
def chained():
    x = y = 0.0


# CHECK: py.func @swap
# CHECK-NEXT: py.name "b"
# CHECK-NEXT: py.assign "_t0"
# CHECK-NEXT: py.name "a"
# CHECK-NEXT: py.assign "_t1"
# CHECK-NEXT: py.name "_t0"
# CHECK-NEXT: py.assign "a"
# CHECK-NEXT: py.name "_t1"
# CHECK-NEXT: py.assign "b"
def swap(a, b):
    a, b = b, a


# One operation per size, each with the number of names.
# CHECK: py.func @unpacked
# CHECK: %[[SHAPE:.*]] = py.attribute %{{.*}} "shape"
# CHECK-NEXT: %[[ZERO:.*]] = py.constant(0 : i64)
# CHECK-NEXT: %[[SIZE:.*]] = py.subscript %[[SHAPE]][%[[ZERO]]]
# CHECK-NEXT: py.assign "n" = %[[SIZE]] {part = array<i64: 0, 2>, {{.*}}unpacks = 2 : i64}
# CHECK: py.assign "m" = {{.*}} {part = array<i64: 1, 2>, {{.*}}unpacks = 2 : i64}
# CHECK: py.assign "k" = {{.*}} {part = array<i64: 0, 1>, {{.*}}unpacks = 1 : i64}
# A target that the shape is read from, and a call that would run twice, are kept.
# CHECK: py.opaque "n, a = a.shape" {{.*}} because "it unpacks a value into several targets"
# CHECK-NEXT: py.opaque "n, m = f(v).shape"
def unpacked(a, v, f):
    n, m = a.shape
    (k,) = v.shape
    n, a = a.shape
    n, m = f(v).shape


# CHECK: py.func @kept
# CHECK-NEXT: py.opaque "self.x = y = x" reads ["self", "x", "y"] writes ["y"] because "it assigns to an attribute"
# CHECK-NEXT: py.opaque "x, *y = x" reads ["x", "y"] writes ["x", "y"] because "it unpacks a value into several targets"
# CHECK-NEXT: py.opaque "x[(y := 1)] = 2" reads ["x", "y"] writes ["y"] because "it contains an assignment expression"
def kept(self, x):
    self.x = y = x
    x, *y = x
    x[(y := 1)] = 2
