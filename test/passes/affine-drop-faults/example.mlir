// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-drop-faults)' | FileCheck %s
// Sums of squares are not negative, and their negatives are no large exponents.

// CHECK-LABEL: @distances$version0(
// CHECK-NOT: "math.sqrt"
// CHECK: math.sqrt %
// CHECK: math.exp %
func.func private @"distances$version0"(%p: memref<?xf64> {py.name = "p", py.kind = "array"}, %d: memref<?x?xf64> {py.name = "d", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %h: memref<f64> {py.name = "h", py.kind = "float"}) attributes {nparray.kernel = "distances"} {
  %s = memref.alloc() {py.name = "s"} : memref<f64>
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %n {
      %0 = affine.load %p[%i] : memref<?xf64>
      %1 = affine.load %p[%j] : memref<?xf64>
      %2 = arith.subf %0, %1 : f64
      %3 = arith.mulf %2, %2 : f64
      affine.store %3, %s[] : memref<f64>
      %4 = affine.load %s[] : memref<f64>
      %5 = arith.addf %4, %3 : f64
      affine.store %5, %s[] : memref<f64>
      %6 = affine.load %s[] : memref<f64>
      %7 = nparray.scalar "math.sqrt"(%6) : (f64) -> f64
      affine.store %7, %d[%i, %j] : memref<?x?xf64>
      %8 = affine.load %s[] : memref<f64>
      %9 = arith.negf %8 : f64
      %10 = affine.load %h[] : memref<f64>
      %11 = arith.mulf %10, %10 : f64
      %12 = arith.divf %9, %11 : f64
      %13 = nparray.scalar "math.exp"(%12) : (f64) -> f64
      affine.store %13, %d[%i, %j] : memref<?x?xf64>
    }
  }
  return
}
