// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-shift)' | FileCheck %s
// Loops that keep their start.

// Two subscripts with different offsets.
// CHECK-LABEL: @two_offsets$version0(
// CHECK: affine.for %[[I:.*]] = 0 to
// CHECK-NEXT: affine.for %[[P:.*]] = 0 to
func.func private @"two_offsets$version0"(%x: memref<?xf64> {py.name = "x", py.kind = "array"}, %a: memref<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "two_offsets"} {
  affine.for %i = 0 to %n {
    affine.for %p = 0 to affine_map<(d0, d1) -> (d0 - d1)>(%n, %i) {
      %v = affine.load %a[%p + %i] : memref<?xf64>
      affine.store %v, %x[%p] : memref<?xf64>
    }
  }
  return
}

// A constant offset names no loop.
// CHECK-LABEL: @constant$version0(
// CHECK: affine.for %[[P:.*]] = 0 to
// CHECK-NEXT: affine.load %{{.*}}[%[[P]] + 1]
func.func private @"constant$version0"(%x: memref<?xf64> {py.name = "x", py.kind = "array"}, %a: memref<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "constant"} {
  affine.for %p = 0 to %n {
    %v = affine.load %a[%p + 1] : memref<?xf64>
    affine.store %v, %x[%p + 1] : memref<?xf64>
  }
  return
}
