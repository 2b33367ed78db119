// RUN: automphc-translate --emit-python %s | FileCheck %s
// Kernels on lists compute on arrays and write back the written cells; after a fault the original
// statements run, with nothing changed.

module attributes {
  py.source = "def f(data, low, mean, x, n):\0A    i = 0\0A",
  py.path = "lists.py", py.source_hash = "0", py.imports = {}, py.module_names = ["data", "f", "i", "low", "mean", "n", "x"]
} {
  py.func @f(["data", "low", "mean", "x", "n"]) hints ["", "", "", "", ""] attributes {span = array<i64: 34, 39>, locals = ["i"]} {}

  // CHECK-LABEL: def f(data, low, mean, x, n):
  // CHECK-NEXT:      if (
  // CHECK-NEXT:          type(x) is float
  // CHECK-NEXT:          and type(n) is int
  // CHECK-NEXT:          and _separate_lists((data, 2), (low, 2), (mean, 1))
  // CHECK-NEXT:          and 1 <= n <= len(data[0])
  // CHECK-NEXT:          and n <= len(low)
  // CHECK-NEXT:          and (data_ := _float_array(data, 2)) is not None
  // CHECK-NEXT:          and (low_ := _float_array(low, 2)) is not None
  // CHECK-NEXT:      ):
  // A parameter that is written is copied: the original may still need it.
  // CHECK-NEXT:          x_ = x
  // CHECK-NEXT:          mean_ = np.zeros(len(mean))
  // CHECK-NEXT:          try:
  // CHECK-NEXT:              with np.errstate(all="raise", under="ignore"):
  // CHECK-NEXT:                  mean_[:] = data_.sum(axis=0) / _nonzero(x_)
  // CHECK-NEXT:                  x_ /= 2.0
  // The user's loop variable would stay bound after a fault.
  // CHECK-NEXT:                  for i_ in range(n):
  // CHECK-NEXT:                      low_[i_, 0] /= _nonzero(data_[0, i_])
  // CHECK-NEXT:          except ArithmeticError:
  // CHECK-NEXT:              pass
  // CHECK-NEXT:          else:
  // All conversions come first. The same columns of all rows, a triangle, and cells that were never read:
  // CHECK-NEXT:              values = data_[1:n, :3].tolist()
  // CHECK-NEXT:              values_ = low_[:n].tolist()
  // CHECK-NEXT:              values_2 = mean_[:n].tolist()
  // CHECK-NEXT:              for row, new in zip(data[1:n], values):
  // CHECK-NEXT:                  row[:3] = new
  // CHECK-NEXT:              for row in range(n):
  // CHECK-NEXT:                  low[row][: row + 1] = values_[row][: row + 1]
  // CHECK-NEXT:              if 0 < n:
  // CHECK-NEXT:                  mean[:n] = values_2
  // CHECK-NEXT:              return
  // CHECK-NEXT:      # The original statements.
  // CHECK-NEXT:      i = 0
  func.func private @"f$version0"(%data: memref<?x?xf64> {py.name = "data", py.kind = "list"},
                                  %low: memref<?x?xf64> {py.name = "low", py.kind = "list"},
                                  %mean: memref<?xf64> {py.name = "mean", py.kind = "list", py.write_only},
                                  %x: memref<f64> {py.name = "x", py.kind = "float"},
                                  %n: index {py.name = "n", py.kind = "int"})
      attributes {nparray.kernel = "f", py.written = [
        {array = 0 : i64, set = affine_set<(r, c)[n, d0, d1, l0, l1, m0] : (r - 1 >= 0, n - 1 - r >= 0, c >= 0, 2 - c >= 0)>},
        {array = 1 : i64, set = affine_set<(r, c)[n, d0, d1, l0, l1, m0] : (r >= 0, n - 1 - r >= 0, c >= 0, r - c >= 0)>},
        {array = 2 : i64, set = affine_set<(r)[n, d0, d1, l0, l1, m0] : (r >= 0, n - 1 - r >= 0)>}
      ]} {
    %columns = nparray.dim %data, 1 : memref<?x?xf64>
    %rows = nparray.dim %low, 0 : memref<?x?xf64>
    nparray.guard "bounds"(%n, %columns, %rows) {set = affine_set<()[n, c, r] : (n - 1 >= 0, c - n >= 0, r - n >= 0)>} : index, index, index
    %two = arith.constant 2.0 : f64
    %sum = nparray.call "numpy.sum"(%data) with {axis = 0 : i64} : (memref<?x?xf64>) -> !nparray.array<?xf64>
    %average = nparray.call "numpy.divide"(%sum, %x) : (!nparray.array<?xf64>, memref<f64>) -> !nparray.array<?xf64>
    nparray.store %average, %mean : !nparray.array<?xf64>, memref<?xf64>
    %old = affine.load %x[] : memref<f64>
    %half = arith.divf %old, %two : f64
    affine.store %half, %x[] : memref<f64>
    affine.for %i = 0 to %n {
      %e = affine.load %low[%i, 0] : memref<?x?xf64>
      %d = affine.load %data[0, %i] : memref<?x?xf64>
      %q = arith.divf %e, %d : f64
      affine.store %q, %low[%i, 0] : memref<?x?xf64>
    } {name = "i"}
    func.return
  }
}
