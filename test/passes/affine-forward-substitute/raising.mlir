// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-forward-substitute)' | FileCheck %s
// A definition that may raise does so before the writes that follow it, and
// once, also where its reader's loop does not run.

// CHECK-LABEL: @raising$version0(
// CHECK: %[[T:.*]] = memref.alloc() {name = "t"}
// CHECK: %[[R:.*]] = nparray.scalar "math.sqrt"
// CHECK-NEXT: affine.store %[[R]], %[[T]][]
// CHECK: affine.for
func.func private @"raising$version0"(%x: memref<f64> {py.name = "x", py.kind = "float"}, %a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "raising"} {
  %t = memref.alloc() {name = "t"} : memref<f64>
  %v = affine.load %x[] : memref<f64>
  %r = nparray.scalar "math.sqrt"(%v) : (f64) -> f64
  affine.store %r, %t[] : memref<f64>
  affine.for %i = 0 to %n {
    %zero = arith.constant 0.0 : f64
    affine.store %zero, %a[%i] : memref<?xf64>
  }
  affine.for %i = 0 to %n {
    %y = affine.load %t[] : memref<f64>
    affine.store %y, %b[%i] : memref<?xf64>
  }
  return
}
