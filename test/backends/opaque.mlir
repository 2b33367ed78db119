// RUN: automphc-translate --emit-python %s | FileCheck %s
// Original statements keep their text, at the indentation of their new place.

module attributes {
  py.source = "import numpy as np\0A\0A\0Adef f(a, n):\0A    for i in range(n):\0A        if n:\0A            # Why.\0A            print(i,\0A                  n)\0A    return (n +\0A        1)\0A",
  py.path = "opaque.py", py.source_hash = "0", py.imports = {np = "numpy"}, py.module_names = ["a", "f", "i", "n", "np", "numpy", "print", "range"]
} {
  py.func @f(["a", "n"]) hints ["", ""] attributes {span = array<i64: 38, 200>, locals = ["i"]} {}

  // CHECK-LABEL: def f(a, n):
  // What the value reads may be changed by the statement:
  // CHECK:           # line 5: for i in range(n):
  // CHECK-NEXT:      total = a.sum()
  // CHECK-NEXT:      # line 6: if n:
  // CHECK-NEXT:      for i in range(n):
  // CHECK-NEXT:          if n:
  // CHECK-NEXT:              # Why.
  // CHECK-NEXT:              print(i,
  // CHECK-NEXT:                    n)
  // CHECK-NEXT:      a[:] = total
  // CHECK-NEXT:      return (n +
  // CHECK-NEXT:      1)
  // CHECK-NEXT:  # The original statements.
  func.func private @"f$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"},
                                  %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "f"} {
    %sum = nparray.call "numpy.sum"(%a) : (memref<?x?xf64>) -> !nparray.array<f64> loc("opaque.py":5:1)
    affine.for %i = 0 to %n {
      py.opaque "if n:\0A            # Why.\0A            print(i,\0A                  n)" reads ["i", "n"] writes [] because "unknown call" {span = array<i64: 65, 140>} loc("opaque.py":6:1)
    } {name = "i"}
    nparray.store %sum, %a : !nparray.array<f64>, memref<?x?xf64>
    %r = py.opaque_expr "n +\0A        1" reads ["n"] because "test" : !py.object
    py.return %r : !py.object
    func.return
  }
}
