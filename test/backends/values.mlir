// RUN: automphc-translate --emit-python %s | FileCheck %s
// A value moves into its only use, unless what it reads is written in between.

module attributes {
  py.source = "import numpy as np\0A\0A\0Adef f(a, b, c):\0A    pass\0A",
  py.path = "values.py", py.source_hash = "0", py.imports = {np = "numpy"}, py.module_names = ["a", "b", "c", "f", "np", "numpy", "total"]
} {
  py.func @f(["a", "b", "c"]) hints ["", "", ""] attributes {span = array<i64: 41, 45>, locals = []} {}

  // CHECK-LABEL: def f(a, b, c):
  // Moved, with the fewest parentheses:
  // CHECK: a[:] = (b - c) * (b - c - 2.0) ** 2
  // CHECK-NEXT: a[:] = b - (c - b)
  // CHECK-NEXT: a[:] = (-b) ** 2 + -b ** 2
  // Named, as its source is written before its use; `total` is the module's own name:
  // CHECK-NEXT: total_ = b.sum(axis=0, keepdims=True)
  // CHECK-NEXT: b[:] = a
  // CHECK-NEXT: a[:] = total_
  // A view is an alias, which a write does not change:
  // CHECK-NEXT: b[:] = a
  // CHECK-NEXT: a[:] = b.T
  // Used twice:
  // CHECK-NEXT: product = np.dot(b, c)
  // CHECK-NEXT: a[:] = product + product.T
  // No temporary, where the store says that it is legal:
  // CHECK-NEXT: np.multiply(b, c, out=a)
  // CHECK-NEXT: np.sqrt(b, out=a)
  // In place, and under a mask:
  // CHECK-NEXT: a += b
  // CHECK-NEXT: a[:] = np.maximum(a, b)
  // CHECK-NEXT: np.copyto(a, b, where=b < c)
  // CHECK-NEXT: np.add(a, b, out=a, where=c == b)
  // CHECK-NEXT: return
  func.func private @"f$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"},
                                  %b: memref<?x?xf64> {py.name = "b", py.kind = "array"},
                                  %c: memref<?x?xf64> {py.name = "c", py.kind = "array"}) attributes {nparray.kernel = "f"} {
    %two = nparray.constant (2 : i64) : !nparray.array<i64>
    %float = nparray.constant (2.0 : f64) : !nparray.array<f64>
    %d0 = nparray.call "numpy.subtract"(%b, %c) : (memref<?x?xf64>, memref<?x?xf64>) -> !nparray.array<?x?xf64>
    %d1 = nparray.call "numpy.subtract"(%b, %c) : (memref<?x?xf64>, memref<?x?xf64>) -> !nparray.array<?x?xf64>
    %d2 = nparray.call "numpy.subtract"(%d1, %float) : (!nparray.array<?x?xf64>, !nparray.array<f64>) -> !nparray.array<?x?xf64>
    %d3 = nparray.call "numpy.power"(%d2, %two) : (!nparray.array<?x?xf64>, !nparray.array<i64>) -> !nparray.array<?x?xf64>
    %d4 = nparray.call "numpy.multiply"(%d0, %d3) : (!nparray.array<?x?xf64>, !nparray.array<?x?xf64>) -> !nparray.array<?x?xf64>
    nparray.store %d4, %a : !nparray.array<?x?xf64>, memref<?x?xf64>
    %e0 = nparray.call "numpy.subtract"(%c, %b) : (memref<?x?xf64>, memref<?x?xf64>) -> !nparray.array<?x?xf64>
    %e1 = nparray.call "numpy.subtract"(%b, %e0) : (memref<?x?xf64>, !nparray.array<?x?xf64>) -> !nparray.array<?x?xf64>
    nparray.store %e1, %a : !nparray.array<?x?xf64>, memref<?x?xf64>
    %f0 = nparray.call "numpy.negative"(%b) : (memref<?x?xf64>) -> !nparray.array<?x?xf64>
    %f1 = nparray.call "numpy.power"(%f0, %two) : (!nparray.array<?x?xf64>, !nparray.array<i64>) -> !nparray.array<?x?xf64>
    %f2 = nparray.call "numpy.power"(%b, %two) : (memref<?x?xf64>, !nparray.array<i64>) -> !nparray.array<?x?xf64>
    %f3 = nparray.call "numpy.negative"(%f2) : (!nparray.array<?x?xf64>) -> !nparray.array<?x?xf64>
    %f4 = nparray.call "numpy.add"(%f1, %f3) : (!nparray.array<?x?xf64>, !nparray.array<?x?xf64>) -> !nparray.array<?x?xf64>
    nparray.store %f4, %a : !nparray.array<?x?xf64>, memref<?x?xf64>

    %sum = nparray.call "numpy.sum"(%b) with {axis = 0 : i64, keepdims = true} : (memref<?x?xf64>) -> !nparray.array<1x?xf64>
    nparray.store %a, %b : memref<?x?xf64>, memref<?x?xf64>
    nparray.store %sum, %a : !nparray.array<1x?xf64>, memref<?x?xf64>

    %v = nparray.view %b[] {axes = ["all", "all"]} : memref<?x?xf64> -> !nparray.array<?x?xf64>
    nparray.store %a, %b : memref<?x?xf64>, memref<?x?xf64>
    %t = nparray.call "numpy.transpose"(%v) : (!nparray.array<?x?xf64>) -> !nparray.array<?x?xf64>
    nparray.store %t, %a : !nparray.array<?x?xf64>, memref<?x?xf64>

    %p = nparray.call "numpy.dot"(%b, %c) : (memref<?x?xf64>, memref<?x?xf64>) -> !nparray.array<?x?xf64>
    %pt = nparray.call "numpy.transpose"(%p) with {axes = [1, 0]} : (!nparray.array<?x?xf64>) -> !nparray.array<?x?xf64>
    %s = nparray.call "numpy.add"(%p, %pt) : (!nparray.array<?x?xf64>, !nparray.array<?x?xf64>) -> !nparray.array<?x?xf64>
    nparray.store %s, %a : !nparray.array<?x?xf64>, memref<?x?xf64>

    %m = nparray.call "numpy.multiply"(%b, %c) : (memref<?x?xf64>, memref<?x?xf64>) -> !nparray.array<?x?xf64>
    nparray.store %m, %a {out} : !nparray.array<?x?xf64>, memref<?x?xf64>
    %r = nparray.call "numpy.sqrt"(%b) : (memref<?x?xf64>) -> !nparray.array<?x?xf64>
    nparray.store %r, %a {out} : !nparray.array<?x?xf64>, memref<?x?xf64>

    nparray.store %b, %a {update = "add"} : memref<?x?xf64>, memref<?x?xf64>
    nparray.store %b, %a {update = "maximum"} : memref<?x?xf64>, memref<?x?xf64>
    %less = nparray.call "numpy.less"(%b, %c) : (memref<?x?xf64>, memref<?x?xf64>) -> !nparray.array<?x?xi1>
    nparray.store %b, %a where %less : !nparray.array<?x?xi1> : memref<?x?xf64>, memref<?x?xf64>
    %same = nparray.call "numpy.equal"(%c, %b) : (memref<?x?xf64>, memref<?x?xf64>) -> !nparray.array<?x?xi1>
    nparray.store %b, %a where %same : !nparray.array<?x?xi1> {update = "add"} : memref<?x?xf64>, memref<?x?xf64>
    func.return
  }
}
