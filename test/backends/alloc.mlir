// RUN: automphc-translate --emit-python %s | FileCheck %s
// New arrays: made empty, or bound to their first value where the store says that it may be.

module attributes {
  py.source = "import numpy as np\0A\0A\0Adef f(self, n):\0A    i = 0\0A",
  py.path = "alloc.py", py.source_hash = "0", py.imports = {np = "numpy"}, py.module_names = ["f", "i", "n", "np", "numpy", "self"]
} {
  py.func @f(["self", "n"]) hints ["", ""] attributes {span = array<i64: 41, 46>, locals = ["tmp"]} {}

  // CHECK-LABEL: def f(self, n):
  // An attribute and a size that are read twice are read once.
  // CHECK:           a = self.A
  // CHECK-NEXT:      rows = a.shape[0]
  // The user's name can stand for one of the two arrays only.
  // CHECK-NEXT:      tmp = np.empty((rows, 3), dtype=np.complex128)
  // CHECK-NEXT:      tmp[:] = 1.0 - 2.0j
  // CHECK-NEXT:      tmp_ = a + 2
  // CHECK-NEXT:      a[: rows - 1] *= tmp_
  // CHECK-NEXT:      return a[0, 0]
  func.func private @"f$version0"(%a: memref<?x?xf64> {py.name = "self.A", py.kind = "array"},
                                  %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "f"} {
    %c0 = arith.constant 0 : index
    nparray.guard "attributes"() {object = "self", names = ["A"]}
    %rows = nparray.dim %a, 0 : memref<?x?xf64>
    %new = nparray.alloc(%rows) {name = "tmp"} : !nparray.array<?x3xcomplex<f64>>
    %z = nparray.constant ([1.0, -2.0]) : !nparray.array<complex<f64>>
    nparray.store %z, %new : !nparray.array<complex<f64>>, !nparray.array<?x3xcomplex<f64>>
    %other = memref.alloc(%rows, %n) {name = "tmp"} : memref<?x?xf64>
    %two = nparray.constant (2 : i64) : !nparray.array<i64>
    %sum = nparray.call "numpy.add"(%a, %two) : (memref<?x?xf64>, !nparray.array<i64>) -> !nparray.array<?x?xf64>
    nparray.store %sum, %other {bind} : !nparray.array<?x?xf64>, memref<?x?xf64>
    %last = affine.apply affine_map<()[n] -> (n - 1)>()[%rows]
    %part = nparray.view %a[%c0, %last] {axes = ["slice", "all"]} : memref<?x?xf64> -> !nparray.array<?x?xf64>
    nparray.store %other, %part {update = "multiply"} : memref<?x?xf64>, !nparray.array<?x?xf64>
    %corner = nparray.view %a[%c0, %c0] {axes = ["index", "index"]} : memref<?x?xf64> -> !nparray.array<f64>
    py.return %corner : !nparray.array<f64>
    func.return
  }
}
