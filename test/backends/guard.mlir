// RUN: automphc-translate --emit-python %s | FileCheck %s
// Guards: cheap ones first, and what a later one evaluates is tested by an earlier one.

module attributes {
  py.source = "class C:\0A    def f(self, a, b, x, k):\0A        return a\0A",
  py.path = "guard.py", py.source_hash = "0", py.imports = {}, py.module_names = ["C", "a", "b", "f", "k", "self", "x"]
} {
  py.func @"C.f"(["self", "a", "b", "x", "k"]) hints ["", "", "", "", ""] attributes {span = array<i64: 46, 54>, locals = []} {}

  // NumPy is imported; the helpers stand before the class.
  // CHECK:      {{^}}import numpy as np
  // CHECK-NEXT: {{^}}import warnings
  // CHECK:      def _plain_attributes(owner, *names):
  // CHECK:      def _writeable(array):
  // CHECK:      def _default_error_state():
  // CHECK:      {{^}}class C:
  // CHECK-NEXT:     def f(self, a, b, x, k):
  // CHECK-NEXT:         if (
  // CHECK-NEXT:             type(x) in (float, np.float64)
  // CHECK-NEXT:             and type(k) is int
  // CHECK-NEXT:             and _plain_attributes(self, "M", "_C__n")
  // CHECK-NEXT:             and type(self.M) is int
  // CHECK-NEXT:             and type(self.__n) is int
  // CHECK-NEXT:             and x != 0.0
  // CHECK-NEXT:             and type(a) is np.ndarray and a.ndim == 2 and a.dtype == np.float64
  // CHECK-NEXT:             and type(b) is np.ndarray and b.ndim == 1 and b.dtype == np.complex64
  // CHECK-NEXT:             and _writeable(a)
  // CHECK-NEXT:             and 0 <= self.M <= a.shape[0]
  // CHECK-NEXT:             and k < self.__n
  // CHECK-NEXT:             and self.__n == a.shape[1] == b.shape[0]
  // CHECK-NEXT:             and not np.may_share_memory(a, b)
  // CHECK-NEXT:             and _default_error_state()
  // CHECK-NEXT:             and np.isfinite(a).all()
  // CHECK-NEXT:         ):
  // CHECK-NEXT:             return a + x
  // CHECK-NEXT:         # The original statements.
  // CHECK-NEXT:         return a
  func.func private @"C.f$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"},
                                    %b: memref<?xcomplex<f32>> {py.name = "b", py.kind = "array"},
                                    %x: memref<f64> {py.name = "x", py.kind = "float"},
                                    %k: index {py.name = "k", py.kind = "int"},
                                    %m: index {py.name = "self.M", py.kind = "int"},
                                    %n: index {py.name = "self.__n", py.kind = "int"}) attributes {nparray.kernel = "C.f"} {
    %rows = nparray.dim %a, 0 : memref<?x?xf64>
    %columns = nparray.dim %a, 1 : memref<?x?xf64>
    %size = nparray.dim %b, 0 : memref<?xcomplex<f32>>
    nparray.guard "fp_state"()
    nparray.guard "finite"(%a) : memref<?x?xf64>
    nparray.guard "disjoint"(%a, %b) : memref<?x?xf64>, memref<?xcomplex<f32>>
    nparray.guard "bounds"(%m, %n, %rows, %columns, %size, %k) {set = affine_set<()[m, n, rows, columns, size, k]
      : (m >= 0, rows - m >= 0, n - k - 1 >= 0, columns - n == 0, size - n == 0)>} : index, index, index, index, index, index
    nparray.guard "writeable"(%a) : memref<?x?xf64>
    nparray.guard "nonzero"(%x) : memref<f64>
    nparray.guard "attributes"() {object = "self", names = ["M", "__n"]}
    nparray.guard "type"(%a) {type = "numpy.ndarray"} : memref<?x?xf64>
    nparray.guard "type"(%x) {type = "float|numpy.float64"} : memref<f64>
    %sum = py.opaque_expr "a + x" reads ["a", "x"] because "test" : !py.object
    py.return %sum : !py.object
    func.return
  }
}
