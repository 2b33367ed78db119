// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-delay)' | FileCheck %s
// Elimination by outer products: rows wait for one step, columns for another.

// CHECK-LABEL: @eliminate$version0(
// CHECK: affine.for %[[S:.*]] = 0 to
// CHECK-NEXT: affine.for %[[J:.*]] = #{{.*}}(%[[S]]) to
// CHECK-NEXT: affine.for %[[K:.*]] = 0 to #{{.*}}(%[[S]]) {
// CHECK: affine.store %{{.*}}, %{{.*}}[%[[S]], %[[J]]]
// CHECK: affine.for %[[I:.*]] = #{{.*}}(%[[S]]) to
// CHECK-NEXT: affine.for %[[K2:.*]] = 0 to #{{.*}}(%[[S]]) {
// CHECK: affine.store %{{.*}}, %{{.*}}[%[[I]], %[[S]]]
// CHECK: affine.for %[[I2:.*]] = #{{.*}}(%[[S]]) to
// CHECK: arith.divf
func.func private @"eliminate$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "eliminate"} {
  affine.for %k = 0 to %n {
    affine.for %i = affine_map<(d0) -> (d0 + 1)>(%k) to %n {
      %0 = affine.load %a[%i, %k] : memref<?x?xf64>
      %1 = affine.load %a[%k, %k] : memref<?x?xf64>
      %2 = arith.divf %0, %1 : f64
      affine.store %2, %a[%i, %k] : memref<?x?xf64>
    }
    affine.for %i = affine_map<(d0) -> (d0 + 1)>(%k) to %n {
      affine.for %j = affine_map<(d0) -> (d0 + 1)>(%k) to %n {
        %0 = affine.load %a[%i, %j] : memref<?x?xf64>
        %1 = affine.load %a[%i, %k] : memref<?x?xf64>
        %2 = affine.load %a[%k, %j] : memref<?x?xf64>
        %3 = arith.mulf %1, %2 : f64
        %4 = arith.subf %0, %3 : f64
        affine.store %4, %a[%i, %j] : memref<?x?xf64>
      }
    }
  }
  return
}

// The last step of the sums is beyond the last step of the program: the column must exist.
// CHECK-LABEL: @short$version0(
// CHECK: nparray.guard "bounds"
// CHECK: affine.for %[[S:.*]] = 0 to
// CHECK-NEXT: affine.for %{{.*}} = #{{.*}}(%[[S]]) to
// CHECK-NEXT: affine.for %{{.*}} = 0 to #{{.*}}(%[[S]]) {
func.func private @"short$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}) attributes {nparray.kernel = "short"} {
  %m = nparray.dim %a, 0 : memref<?x?xf64>
  %n = nparray.dim %a, 1 : memref<?x?xf64>
  nparray.guard "bounds"(%m, %n) {set = affine_set<()[s0, s1] : (s1 - s0 + 1 >= 0)>} : index, index
  affine.for %k = 0 to affine_map<()[s0] -> (s0 - 1)>()[%m] {
    affine.for %i = affine_map<(d0) -> (d0 + 1)>(%k) to %m {
      %0 = affine.load %a[%i, %k] : memref<?x?xf64>
      %1 = affine.load %a[%k, %k] : memref<?x?xf64>
      %2 = arith.divf %0, %1 : f64
      affine.store %2, %a[%i, %k] : memref<?x?xf64>
    }
    affine.for %i = affine_map<(d0) -> (d0 + 1)>(%k) to %m {
      affine.for %j = affine_map<(d0) -> (d0 + 1)>(%k) to %n {
        %0 = affine.load %a[%i, %j] : memref<?x?xf64>
        %1 = affine.load %a[%i, %k] : memref<?x?xf64>
        %2 = affine.load %a[%k, %j] : memref<?x?xf64>
        %3 = arith.mulf %1, %2 : f64
        %4 = arith.subf %0, %3 : f64
        affine.store %4, %a[%i, %j] : memref<?x?xf64>
      }
    }
  }
  return
}
