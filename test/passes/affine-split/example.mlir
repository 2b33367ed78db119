// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-split)' | FileCheck %s
// Shortest paths: rows and columns before and after the one in the middle.

// CHECK-LABEL: @paths$version0(
// CHECK: affine.for %[[K:.*]] = 0 to
// The rows before row %k: the columns before column %k, the column, those after it.
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #{{.*}}(%[[K]]) {
// CHECK-NEXT:   affine.for %[[J:.*]] = 0 to #{{.*}}(%[[K]]) {
// CHECK:          affine.store %{{.*}}, %{{.*}}[%[[I]], %[[J]]]
// CHECK:      affine.for %[[I2:.*]] = 0 to #{{.*}}(%[[K]]) {
// CHECK-NOT:    affine.for
// CHECK:        affine.store %{{.*}}, %{{.*}}[%[[I2]], %[[K]]]
// CHECK:      affine.for %[[I3:.*]] = 0 to #{{.*}}(%[[K]]) {
// CHECK-NEXT:   affine.for %{{.*}} = #{{.*}}(%[[K]]) to
// Row %k.
// CHECK:      affine.for %[[J4:.*]] = 0 to #{{.*}}(%[[K]]) {
// CHECK-NOT:    affine.for
// CHECK:        affine.store %{{.*}}, %{{.*}}[%[[K]], %[[J4]]]
// CHECK:      affine.store %{{.*}}, %{{.*}}[%[[K]], %[[K]]]
// CHECK:      affine.for %[[J6:.*]] = #{{.*}}(%[[K]]) to
// The rows after it.
// CHECK:      affine.for %[[I7:.*]] = #{{.*}}(%[[K]]) to
// CHECK-NEXT:   affine.for %{{.*}} = 0 to #{{.*}}(%[[K]]) {
func.func private @"paths$version0"(%p: memref<?x?xf64> {py.name = "p", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "paths"} {
  affine.for %k = 0 to %n {
    affine.for %i = 0 to %n {
      affine.for %j = 0 to %n {
        %0 = affine.load %p[%i, %j] : memref<?x?xf64>
        %1 = affine.load %p[%i, %k] : memref<?x?xf64>
        %2 = affine.load %p[%k, %j] : memref<?x?xf64>
        %3 = arith.addf %1, %2 : f64
        %4 = arith.minimumf %0, %3 : f64
        affine.store %4, %p[%i, %j] : memref<?x?xf64>
      }
    }
  }
  return
}
