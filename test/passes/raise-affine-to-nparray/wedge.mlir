// RUN: automphc-opt %s --pass-pipeline='builtin.module(raise-affine-to-nparray)' | FileCheck %s
// Sums whose terms depend on the row.

// In place, as rows below are read before they change: blocks in increasing order.
// CHECK-LABEL: @below$version0(
// CHECK: affine.for %{{.*}} step 128 {
// CHECK: %[[FULL:.*]] = nparray.call "numpy.dot"
// CHECK: %[[MASK:.*]] = nparray.call "numpy.tri"
// CHECK: %[[PART:.*]] = nparray.call "automphc.masked_dot"
// CHECK: nparray.store %[[PART]], %[[FULL]] {update = "add"}
// CHECK: nparray.store %[[FULL]], %{{.*}} {update = "add"}
// CHECK-NOT: affine.for
// CHECK: return
func.func private @"below$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?x?xf64> {py.name = "b", py.kind = "array"}, %m: index {py.name = "m", py.kind = "int"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "below"} {
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      affine.for %k = affine_map<(d0) -> (d0 + 1)>(%i) to %m {
        %0 = affine.load %b[%i, %j] : memref<?x?xf64>
        %1 = affine.load %a[%k, %i] : memref<?x?xf64>
        %2 = affine.load %b[%k, %j] : memref<?x?xf64>
        %3 = arith.mulf %1, %2 : f64
        %4 = arith.addf %0, %3 : f64
        affine.store %4, %b[%i, %j] : memref<?x?xf64>
      }
    }
  }
  return
}

// Rows above have changed when they are read: a row at a time.
// CHECK-LABEL: @above$version0(
// CHECK-NOT: step 128
// CHECK: return
func.func private @"above$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?x?xf64> {py.name = "b", py.kind = "array"}, %m: index {py.name = "m", py.kind = "int"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "above"} {
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      affine.for %k = 0 to affine_map<(d0) -> (d0)>(%i) {
        %0 = affine.load %b[%i, %j] : memref<?x?xf64>
        %1 = affine.load %a[%k, %i] : memref<?x?xf64>
        %2 = affine.load %b[%k, %j] : memref<?x?xf64>
        %3 = arith.mulf %1, %2 : f64
        %4 = arith.addf %0, %3 : f64
        affine.store %4, %b[%i, %j] : memref<?x?xf64>
      }
    }
  }
  return
}

// The triangle's factor is the other one: the terms are no product, and no mask fits.
// CHECK-LABEL: @prefix_sums$version0(
// CHECK: affine.for
// CHECK-NOT: automphc.masked_dot
// CHECK: return
func.func private @"prefix_sums$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "prefix_sums"} {
  affine.for %i = 0 to %m {
    affine.for %k = 0 to affine_map<(d0) -> (d0)>(%i) {
      %0 = affine.load %b[%i] : memref<?xf64>
      %1 = affine.load %a[%k] : memref<?xf64>
      %2 = arith.addf %0, %1 : f64
      affine.store %2, %b[%i] : memref<?xf64>
    }
  }
  return
}
