// RUN: automphc-translate --emit-python %s | FileCheck %s
// Views print as subscripts: bounds that say nothing are left out, whole trailing axes too.

module attributes {
  py.source = "import numpy as np\0A\0A\0Adef f(a, n):\0A    pass\0A",
  py.path = "view.py", py.source_hash = "0", py.imports = {np = "numpy"}, py.module_names = ["a", "f", "n", "np", "numpy"]
} {
  py.func @f(["a", "n"]) hints ["", ""] attributes {span = array<i64: 38, 42>, locals = []} {}

  // CHECK-LABEL: def f(a, n):
  // CHECK: a[:n, 0] = 1.0
  // CHECK: a[n] = 1.0
  // CHECK: a[:, 1:] = 1.0
  // CHECK: a[:] = 1.0
  // CHECK: a[n - 1 :: -2] = 1.0
  // CHECK: a[0][1:n] = 1.0
  // CHECK: a[np.newaxis, 0] = 1.0
  // CHECK: a[n - 1, n - 1] = 1.0
  // CHECK: # The original statements.
  // CHECK-NEXT: pass
  func.func private @"f$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"},
                                  %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "f"} {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %down = arith.constant -1 : index
    %columns = nparray.dim %a, 1 : memref<?x?xf64>
    %last = affine.apply affine_map<()[n] -> (n - 1)>()[%n]
    %one = nparray.constant (1.0 : f64) : !nparray.array<f64>
    %v0 = nparray.view %a[%c0, %n, %c0] {axes = ["slice", "index"]} : memref<?x?xf64> -> !nparray.array<?xf64>
    nparray.store %one, %v0 : !nparray.array<f64>, !nparray.array<?xf64>
    %v1 = nparray.view %a[%n] {axes = ["index", "all"]} : memref<?x?xf64> -> !nparray.array<?xf64>
    nparray.store %one, %v1 : !nparray.array<f64>, !nparray.array<?xf64>
    %v2 = nparray.view %a[%c1, %columns] {axes = ["all", "slice"]} : memref<?x?xf64> -> !nparray.array<?x?xf64>
    nparray.store %one, %v2 : !nparray.array<f64>, !nparray.array<?x?xf64>
    nparray.store %one, %a : !nparray.array<f64>, memref<?x?xf64>
    %v3 = nparray.view %a[%last, %down] {axes = ["slice", "all"], steps = array<i64: -2>} : memref<?x?xf64> -> !nparray.array<?x?xf64>
    nparray.store %one, %v3 : !nparray.array<f64>, !nparray.array<?x?xf64>
    %row = nparray.view %a[%c0] {axes = ["index", "all"]} : memref<?x?xf64> -> !nparray.array<?xf64>
    %part = nparray.view %row[%c1, %n] {axes = ["slice"]} : !nparray.array<?xf64> -> !nparray.array<?xf64>
    nparray.store %one, %part : !nparray.array<f64>, !nparray.array<?xf64>
    %v4 = nparray.view %a[%c0] {axes = ["newaxis", "index", "all"]} : memref<?x?xf64> -> !nparray.array<?x?xf64>
    nparray.store %one, %v4 : !nparray.array<f64>, !nparray.array<?x?xf64>
    %v5 = nparray.view %a[%last, %last] {axes = ["index", "index"]} : memref<?x?xf64> -> !nparray.array<f64>
    nparray.store %one, %v5 : !nparray.array<f64>, !nparray.array<f64>
    func.return
  }
}
