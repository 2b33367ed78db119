// RUN: automphc-translate --emit-python %s | FileCheck %s
// Loops and conditions that stay: elements, variables, and the user's own loop names.

module attributes {
  py.source = "import numpy as np\0A\0A\0Adef f(a, n, x):\0A    i = j = acc = 0\0A",
  py.path = "loops.py", py.source_hash = "0", py.imports = {np = "numpy"},
  py.module_names = ["a", "acc", "f", "i", "j", "n", "np", "numpy", "x"]
} {
  py.func @f(["a", "n", "x"]) hints ["", "", ""] attributes {span = array<i64: 41, 56>, locals = ["acc", "i", "j"]} {}

  // CHECK-LABEL: def f(a, n, x):
  // CHECK:       # line 5: i = j = acc = 0
  // CHECK-NEXT:  for i in range(n):
  // CHECK-NEXT:      acc = 0.0
  // CHECK-NEXT:      for j in range(max(i + 1, 3), min(n, 2 * i + 10), 2):
  // CHECK-NEXT:          acc += a[i, j - 1] * x
  // CHECK-NEXT:          a[i, j] = acc if a[j, i] < x else np.sqrt(acc)
  // An element that is used twice is read once:
  // CHECK:       if i + 3 <= n:
  // CHECK-NEXT:      value = a[i, 0]
  // CHECK-NEXT:      a[i, 1] = value * value
  // CHECK-NEXT:  else:
  // CHECK-NEXT:      a[i, 1] = 1.0
  // The inner loop of the same name gets another one:
  // CHECK:       for i in range(n):
  // CHECK-NEXT:      for i_ in range(n):
  // CHECK-NEXT:          a[i, i_] += 1.0
  func.func private @"f$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"},
                                  %n: index {py.name = "n", py.kind = "int"},
                                  %x: memref<f64> {py.name = "x", py.kind = "float"}) attributes {nparray.kernel = "f"} {
    %acc = memref.alloc() {name = "acc"} : memref<f64>
    %zero = arith.constant 0.0 : f64
    %one = arith.constant 1.0 : f64
    affine.for %i = 0 to %n {
      affine.store %zero, %acc[] : memref<f64> loc("loops.py":5:5)
      affine.for %j = max affine_map<(i) -> (i + 1, 3)>(%i) to min affine_map<(i)[n] -> (n, i * 2 + 10)>(%i)[%n] step 2 {
        %p = affine.load %a[%i, %j - 1] : memref<?x?xf64>
        %s = affine.load %x[] : memref<f64>
        %q = arith.mulf %p, %s : f64
        %old = affine.load %acc[] : memref<f64>
        %new = arith.addf %old, %q : f64
        affine.store %new, %acc[] : memref<f64>
        %now = affine.load %acc[] : memref<f64>
        %root = math.sqrt %now : f64
        %b = affine.load %a[%j, %i] : memref<?x?xf64>
        %less = arith.cmpf olt, %b, %s : f64
        %r = arith.select %less, %now, %root : f64
        affine.store %r, %a[%i, %j] : memref<?x?xf64>
      } {name = "j"}
      affine.if affine_set<(i)[n] : (n - i - 3 >= 0)>(%i)[%n] {
        %e = affine.load %a[%i, 0] : memref<?x?xf64>
        %sq = arith.mulf %e, %e : f64
        affine.store %sq, %a[%i, 1] : memref<?x?xf64>
      } else {
        affine.store %one, %a[%i, 1] : memref<?x?xf64>
      }
    } {name = "i"}
    affine.for %i = 0 to %n {
      affine.for %k = 0 to %n {
        %e = affine.load %a[%i, %k] : memref<?x?xf64>
        %f = arith.addf %e, %one : f64
        affine.store %f, %a[%i, %k] : memref<?x?xf64>
      } {name = "i"}
    } {name = "i"}
    func.return
  }
}
