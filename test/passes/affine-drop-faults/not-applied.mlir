// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-drop-faults)' | FileCheck %s
// Numbers of any sign, locals that are stored to twice, squares of ints, and large exponents may raise.

// CHECK-LABEL: @any_sign$version0(
// CHECK: nparray.scalar "math.sqrt"
// CHECK: nparray.scalar "math.sqrt"
// CHECK: nparray.scalar "math.sqrt"
// CHECK: nparray.scalar "math.sqrt"
// CHECK: nparray.scalar "math.exp"
func.func private @"any_sign$version0"(%p: memref<?xf64> {py.name = "p", py.kind = "array"}, %q: memref<?xi64> {py.name = "q", py.kind = "array"}, %d: memref<?xf64> {py.name = "d", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "any_sign"} {
  %s = memref.alloc() {py.name = "s"} : memref<f64>
  affine.for %i = 0 to %n {
    %0 = affine.load %p[%i] : memref<?xf64>
    %1 = nparray.scalar "math.sqrt"(%0) : (f64) -> f64
    affine.store %1, %d[%i] : memref<?xf64>
    %2 = arith.mulf %0, %0 : f64
    affine.store %2, %s[] : memref<f64>
    %3 = affine.load %s[] : memref<f64>
    %4 = arith.subf %3, %2 : f64
    affine.store %4, %s[] : memref<f64>
    %5 = affine.load %s[] : memref<f64>
    %6 = nparray.scalar "math.sqrt"(%5) : (f64) -> f64
    affine.store %6, %d[%i] : memref<?xf64>
    // The dividend is not negative, the divisor may be.
    %7 = arith.divf %2, %0 : f64
    %8 = nparray.scalar "math.sqrt"(%7) : (f64) -> f64
    affine.store %8, %d[%i] : memref<?xf64>
    // The square of an int may wrap around.
    %9 = affine.load %q[%i] : memref<?xi64>
    %10 = arith.muli %9, %9 : i64
    %11 = arith.sitofp %10 : i64 to f64
    %12 = nparray.scalar "math.sqrt"(%11) : (f64) -> f64
    affine.store %12, %d[%i] : memref<?xf64>
    %13 = nparray.scalar "math.exp"(%2) : (f64) -> f64
    affine.store %13, %d[%i] : memref<?xf64>
  }
  return
}
