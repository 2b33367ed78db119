// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-tile{tile=32})' | FileCheck %s
// The sum over earlier columns in tiles: what earlier tiles give comes first.

// CHECK-LABEL: @columns$version0(
// CHECK: affine.for %[[B:.*]] = 0 to #{{.*}}(%{{.*}}) step 32 {
// CHECK-NEXT: affine.for %[[S:.*]] = #{{.*}}(%[[B]]) to min
// CHECK-NEXT: affine.for %[[I:.*]] = #{{.*}}(%[[S]]) to
// CHECK-NEXT: affine.for %{{.*}} = 0 to #{{.*}}(%[[B]]) {
// CHECK: affine.for %[[S2:.*]] = #{{.*}}(%[[B]]) to min
// CHECK-NEXT: affine.for %[[I2:.*]] = #{{.*}}(%[[S2]]) to
// CHECK-NEXT: affine.for %{{.*}} = #{{.*}}(%[[B]]) to #{{.*}}(%[[S2]]) {
// CHECK: arith.divf
func.func private @"columns$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "columns"} {
  affine.for %j = 0 to %n {
    affine.for %i = affine_map<(d0) -> (d0 + 1)>(%j) to %n {
      affine.for %k = 0 to affine_map<(d0) -> (d0)>(%j) {
        %0 = affine.load %a[%i, %j] : memref<?x?xf64>
        %1 = affine.load %a[%i, %k] : memref<?x?xf64>
        %2 = affine.load %a[%j, %k] : memref<?x?xf64>
        %3 = arith.mulf %1, %2 : f64
        %4 = arith.subf %0, %3 : f64
        affine.store %4, %a[%i, %j] : memref<?x?xf64>
      }
    }
    affine.for %i = affine_map<(d0) -> (d0 + 1)>(%j) to %n {
      %5 = affine.load %a[%i, %j] : memref<?x?xf64>
      %6 = affine.load %a[%j, %j] : memref<?x?xf64>
      %7 = arith.divf %5, %6 : f64
      affine.store %7, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}
