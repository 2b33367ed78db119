// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-interchange)' | FileCheck %s
// The loop that carries the dependences comes first.

// A recurrence along the inner loop.
// CHECK-LABEL: @along_rows$version0(
// CHECK: affine.for %[[J:.*]] = 1 to
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to
// CHECK: affine.store %{{.*}}, %{{.*}}[%[[I]], %[[J]]]
func.func private @"along_rows$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "along_rows"} {
  affine.for %i = 0 to %n {
    affine.for %j = 1 to %n {
      %v = affine.load %a[%i, %j - 1] : memref<?x?xf64>
      %w = arith.addf %v, %v : f64
      affine.store %w, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// Elimination: one statement goes by columns, the division with it.
// CHECK-LABEL: @columns$version0(
// CHECK: affine.for %[[J:.*]] = 0 to
// CHECK-NEXT: affine.for %[[I:.*]] = #{{.*}}(%[[J]]) to
// CHECK-NEXT: affine.for %[[K:.*]] = 0 to #{{.*}}(%[[J]]) {
// CHECK: affine.for %[[I2:.*]] = #{{.*}}(%[[J]]) to
// CHECK: arith.divf
func.func private @"columns$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "columns"} {
  affine.for %i = 0 to %n {
    affine.for %j = 0 to affine_map<(d0) -> (d0)>(%i) {
      affine.for %k = 0 to affine_map<(d0) -> (d0)>(%j) {
        %0 = affine.load %a[%i, %j] : memref<?x?xf64>
        %1 = affine.load %a[%i, %k] : memref<?x?xf64>
        %2 = affine.load %a[%j, %k] : memref<?x?xf64>
        %3 = arith.mulf %1, %2 : f64
        %4 = arith.subf %0, %3 : f64
        affine.store %4, %a[%i, %j] : memref<?x?xf64>
      }
      %5 = affine.load %a[%i, %j] : memref<?x?xf64>
      %6 = affine.load %a[%j, %j] : memref<?x?xf64>
      %7 = arith.divf %5, %6 : f64
      affine.store %7, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}
