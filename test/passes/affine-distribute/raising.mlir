// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-distribute)' | FileCheck %s
// A function that may raise keeps its place among the writes: a caller that
// catches the exception sees which elements were written before it.

// CHECK-LABEL: @raising$version0(
// CHECK: affine.for
// CHECK: affine.store %{{.*}}, %arg0
// CHECK-NOT: affine.for
// CHECK: nparray.scalar "math.sqrt"
func.func private @"raising$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %c: memref<?xf64> {py.name = "c", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "raising"} {
  affine.for %i = 0 to %n {
    %one = arith.constant 1.0 : f64
    affine.store %one, %a[%i] : memref<?xf64>
    %x = affine.load %c[%i] : memref<?xf64>
    %y = nparray.scalar "math.sqrt"(%x) : (f64) -> f64
    affine.store %y, %b[%i] : memref<?xf64>
  }
  return
}
