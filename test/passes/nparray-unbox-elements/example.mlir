// RUN: automphc-opt %s --pass-pipeline='builtin.module(nparray-unbox-elements)' | FileCheck %s
// A recurrence along a vector.

// CHECK-LABEL: @smooth$version0(
// CHECK-SAME: %[[X:[a-z0-9]+]]: memref<?xf64> {{.*}}, %[[Y:[a-z0-9]+]]: memref<?xf64>
// CHECK: %[[L:.*]] = memref.alloc(%{{.*}}) {numbers}
// CHECK-NEXT: %[[V:.*]] = nparray.call "automphc.numbers"(%[[Y]])
// CHECK-NEXT: nparray.store %[[V]], %[[L]] {bind}
// CHECK: affine.for
// CHECK-NEXT: affine.load %[[L]]
// CHECK: %[[Q:.*]] = nparray.scalar "automphc.quotient"
// CHECK-NEXT: affine.store %[[Q]], %[[L]]
// CHECK: {numbers}
// CHECK-NEXT: nparray.store %[[L]], %[[Y]]
func.func private @"smooth$version0"(%x: memref<?xf64> {py.name = "x", py.kind = "array"}, %y: memref<?xf64> {py.name = "y", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "smooth"} {
  affine.for %i = 1 to %n {
    %0 = affine.load %y[%i - 1] : memref<?xf64>
    %1 = affine.load %x[%i] : memref<?xf64>
    %2 = arith.divf %0, %1 : f64
    affine.store %2, %y[%i] : memref<?xf64>
  }
  return
}
