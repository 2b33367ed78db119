// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-reassociate)' | FileCheck %s
// Sums stand in their targets.

// The terms are subtracted one by one.
// CHECK-LABEL: @subtracted$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK: affine.for %[[I:.*]] = 0 to
// CHECK-NEXT: affine.for %[[J:.*]] = #{{.*}}(%[[I]]) to
// CHECK-NEXT: affine.for %[[K:.*]] = 0 to #{{.*}}(%[[I]]) {
// CHECK-NEXT: %[[OWN:.*]] = affine.load %[[A]][%[[I]], %[[J]]]
// CHECK: %[[SUM:.*]] = arith.subf %[[OWN]],
// CHECK-NEXT: affine.store %[[SUM]], %[[A]][%[[I]], %[[J]]]
// CHECK-NOT: affine.store
// CHECK: return
func.func private @"subtracted$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "subtracted"} {
  %t = memref.alloc() : memref<f64>
  affine.for %i = 0 to %n {
    affine.for %j = affine_map<(d0) -> (d0)>(%i) to %n {
      %zero = arith.constant 0.0 : f64
      affine.store %zero, %t[] : memref<f64>
      affine.for %k = 0 to affine_map<(d0) -> (d0)>(%i) {
        %0 = affine.load %t[] : memref<f64>
        %1 = affine.load %a[%i, %k] : memref<?x?xf64>
        %2 = affine.load %a[%k, %j] : memref<?x?xf64>
        %3 = arith.mulf %1, %2 : f64
        %4 = arith.addf %0, %3 : f64
        affine.store %4, %t[] : memref<f64>
      }
      %5 = affine.load %a[%i, %j] : memref<?x?xf64>
      %6 = affine.load %t[] : memref<f64>
      %7 = arith.subf %5, %6 : f64
      affine.store %7, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// The scalar starts with the element and ends in it.
// CHECK-LABEL: @quotient$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK: affine.for %[[K:.*]] = 0 to
// CHECK: arith.subf
// CHECK-NEXT: affine.store %{{.*}}, %[[A]]
// CHECK: arith.divf
// CHECK-NEXT: affine.store %{{.*}}, %[[A]]
// CHECK-NOT: affine.store
// CHECK: return
func.func private @"quotient$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "quotient"} {
  %w = memref.alloc() : memref<f64>
  affine.for %i = 0 to %n {
    affine.for %j = 0 to affine_map<(d0) -> (d0)>(%i) {
      %5 = affine.load %a[%i, %j] : memref<?x?xf64>
      affine.store %5, %w[] : memref<f64>
      affine.for %k = 0 to affine_map<(d0) -> (d0)>(%j) {
        %0 = affine.load %w[] : memref<f64>
        %1 = affine.load %a[%i, %k] : memref<?x?xf64>
        %2 = affine.load %a[%k, %j] : memref<?x?xf64>
        %3 = arith.mulf %1, %2 : f64
        %4 = arith.subf %0, %3 : f64
        affine.store %4, %w[] : memref<f64>
      }
      %6 = affine.load %w[] : memref<f64>
      %7 = affine.load %a[%j, %j] : memref<?x?xf64>
      %8 = arith.divf %6, %7 : f64
      affine.store %8, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}
