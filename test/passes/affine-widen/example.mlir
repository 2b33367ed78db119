// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-widen)' | FileCheck %s
// Triangles of square products become boxes where later nests write the rest.

// The diagonal is written before, the lower triangle after the product: the
// product comes first, so that both write over it.
// CHECK-LABEL: @correlation$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]: memref<?x?xf64> {py.kind = "array", py.name = "a"}, %[[C:[a-z0-9]+]]:
// CHECK:      affine.for %[[I:.*]] = 0 to #{{.*}}(%[[M:.*]]) {
// CHECK-NEXT:   affine.for %[[J:.*]] = 0 to #{{.*}}(%[[M]]) {
// CHECK-NEXT:     arith.constant
// CHECK-NEXT:     affine.store %{{.*}}, %[[C]][%[[I]], %[[J]]]
// CHECK:      affine.for %[[I2:.*]] = 0 to #{{.*}}(%[[M]]) {
// CHECK-NEXT:   affine.for %[[J2:.*]] = 0 to #{{.*}}(%[[M]]) {
// CHECK-NEXT:     affine.for %[[K:.*]] = 0 to
// CHECK:            affine.store %{{.*}}, %[[C]][%[[I2]], %[[J2]]]
// CHECK:      affine.for %[[D:.*]] = 0 to
// CHECK-NEXT:   arith.constant
// CHECK-NEXT:   affine.store %{{.*}}, %[[C]][%[[D]], %[[D]]]
// CHECK:      affine.store %{{.*}}, %[[C]][%[[J3:.*]], %[[I3:.*]]]
func.func private @"correlation$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %c: memref<?x?xf64> {py.name = "c", py.kind = "array"}, %m: index {py.name = "m", py.kind = "int"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "correlation"} {
  %rows = nparray.dim %a, 0 : memref<?x?xf64>
  %columns = nparray.dim %a, 1 : memref<?x?xf64>
  %height = nparray.dim %c, 0 : memref<?x?xf64>
  %width = nparray.dim %c, 1 : memref<?x?xf64>
  nparray.guard "bounds"(%rows, %n) {set = affine_set<()[s0, s1] : (s0 - s1 >= 0)>} : index, index
  nparray.guard "bounds"(%columns, %m) {set = affine_set<()[s0, s1] : (s0 - s1 >= 0)>} : index, index
  nparray.guard "bounds"(%height, %m) {set = affine_set<()[s0, s1] : (s0 - s1 >= 0)>} : index, index
  nparray.guard "bounds"(%width, %m) {set = affine_set<()[s0, s1] : (s0 - s1 >= 0)>} : index, index
  affine.for %i = 0 to %m {
    %one = arith.constant 1.0 : f64
    affine.store %one, %c[%i, %i] : memref<?x?xf64>
  }
  affine.for %i = 0 to affine_map<(d0) -> (d0 - 1)>(%m) {
    affine.for %j = affine_map<(d0) -> (d0 + 1)>(%i) to %m {
      %z = arith.constant 0.0 : f64
      affine.store %z, %c[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to affine_map<(d0) -> (d0 - 1)>(%m) {
    affine.for %j = affine_map<(d0) -> (d0 + 1)>(%i) to %m {
      affine.for %k = 0 to %n {
        %s = affine.load %c[%i, %j] : memref<?x?xf64>
        %x = affine.load %a[%k, %i] : memref<?x?xf64>
        %y = affine.load %a[%k, %j] : memref<?x?xf64>
        %t = arith.mulf %x, %y : f64
        %u = arith.addf %s, %t : f64
        affine.store %u, %c[%i, %j] : memref<?x?xf64>
      }
    }
  }
  affine.for %i = 0 to affine_map<(d0) -> (d0 - 1)>(%m) {
    affine.for %j = affine_map<(d0) -> (d0 + 1)>(%i) to %m {
      %x = affine.load %c[%i, %j] : memref<?x?xf64>
      affine.store %x, %c[%j, %i] : memref<?x?xf64>
    }
  }
  return
}
