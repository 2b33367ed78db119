// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-contract)' | FileCheck %s
// A temporary of each step: one row serves all of them.

// CHECK-LABEL: @steps$version0(
// CHECK-SAME: %[[Y:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: %[[T:.*]] = memref.alloc(%[[N]]) : memref<?xf64>
// CHECK-NEXT: affine.for %[[K:.*]] = 0 to
// CHECK-NEXT:   affine.for %[[J:.*]] = 0 to
// CHECK:          affine.store %{{.*}}, %[[T]][%[[J]]]
// CHECK:        affine.for %[[J2:.*]] = 0 to
// CHECK:          affine.load %[[T]][%[[J2]]]
func.func private @"steps$version0"(%y: memref<?xf64> {py.name = "y", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "steps"} {
  %t = memref.alloc(%n, %n) : memref<?x?xf64>
  affine.for %k = 0 to %n {
    affine.for %j = 0 to affine_map<(d0) -> (d0)>(%k) {
      %0 = affine.load %y[%k - %j] : memref<?xf64>
      affine.store %0, %t[%k, %j] : memref<?x?xf64>
    }
    affine.for %j = 0 to affine_map<(d0) -> (d0)>(%k) {
      %1 = affine.load %y[%j] : memref<?xf64>
      %2 = affine.load %t[%k, %j] : memref<?x?xf64>
      %3 = arith.addf %1, %2 : f64
      affine.store %3, %y[%j] : memref<?xf64>
    }
  }
  return
}
