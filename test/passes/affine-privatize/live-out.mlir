// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-privatize)' | FileCheck %s
// A scalar that a later nest reads holds the last iteration's value: it must not lose it.

// CHECK-LABEL: @live_out$version0(
// CHECK: %[[S:.*]] = memref.alloc() {name = "s"}
// CHECK: affine.for
// CHECK: affine.store %{{.*}}, %[[S]][]
// CHECK: affine.for
// CHECK-NEXT: affine.load %[[S]][]
func.func private @"live_out$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %c: memref<?xf64> {py.name = "c", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "live_out"} {
  %s = memref.alloc() {name = "s"} : memref<f64>
  %zero = arith.constant 0.0 : f64
  affine.store %zero, %s[] : memref<f64>
  affine.for %i = 0 to %n {
    %x = affine.load %a[%i] : memref<?xf64>
    affine.store %x, %s[] : memref<f64>
    %z = affine.load %s[] : memref<f64>
    affine.store %z, %b[%i] : memref<?xf64>
  }
  affine.for %j = 0 to %n {
    %x = affine.load %s[] : memref<f64>
    affine.store %x, %c[%j] : memref<?xf64>
  }
  return
}
