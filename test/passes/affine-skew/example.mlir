// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-skew)' | FileCheck %s
// Waves of independent elements.

// Wave %w = %i + %j, kept in row %w of the copy.
// CHECK-LABEL: @table$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]: memref
// CHECK: nparray.guard "bounds"
// CHECK: %[[S:.*]] = memref.alloc(%{{.*}}, %{{.*}}) : memref<?x?xf64>
// CHECK: affine.for %[[R:.*]] = 0 to
// CHECK-NEXT: affine.for %[[C:.*]] = 0 to
// CHECK-NEXT: affine.load %[[A]][%[[R]], %[[C]]]
// CHECK-NEXT: affine.store %{{.*}}, %[[S]][%[[R]] + %[[C]], %[[R]]]
// CHECK: affine.for %[[W:.*]] = 2 to
// CHECK-NEXT: affine.for %[[I:.*]] = max #{{.*}}(%{{.*}}) to min
// CHECK-DAG: affine.load %[[S]][%[[W]] - 1, %[[I]] - 1]
// CHECK-DAG: affine.load %[[S]][%[[W]] - 1, %[[I]]]
// CHECK: affine.store %{{.*}}, %[[S]][%[[W]], %[[I]]]
// CHECK: affine.for %[[R2:.*]] = 1 to
// CHECK-NEXT: affine.for %[[C2:.*]] = 1 to
// CHECK-NEXT: affine.load %[[S]][%[[R2]] + %[[C2]], %[[R2]]]
// CHECK-NEXT: affine.store %{{.*}}, %[[A]][%[[R2]], %[[C2]]]
func.func private @"table$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "table"} {
  affine.for %i = 1 to %n {
    affine.for %j = 1 to %m {
      %0 = affine.load %a[%i - 1, %j] : memref<?x?xf64>
      %1 = affine.load %a[%i, %j - 1] : memref<?x?xf64>
      %2 = arith.addf %0, %1 : f64
      affine.store %2, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// The corner above and to the right: a row is two steps, and waves come in pairs.
// CHECK-LABEL: @corner$version0(
// CHECK: affine.for %[[W:.*]] = 1 to
// CHECK-NEXT: affine.for %[[I:.*]] = max
// CHECK: affine.store %{{.*}}, %{{.*}}[%[[W]] * 2, %[[I]]]
// CHECK: affine.for %[[I2:.*]] = max
// CHECK: affine.store %{{.*}}, %{{.*}}[%[[W]] * 2 + 1, %[[I2]]]
func.func private @"corner$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "corner"} {
  affine.for %i = 1 to %n {
    affine.for %j = 1 to affine_map<(d0) -> (d0 - 1)>(%m) {
      %0 = affine.load %a[%i - 1, %j + 1] : memref<?x?xf64>
      %1 = affine.load %a[%i, %j - 1] : memref<?x?xf64>
      %2 = arith.addf %0, %1 : f64
      affine.store %2, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}
