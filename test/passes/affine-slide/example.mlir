// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-slide)' | FileCheck %s
// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-slide{fp=strict})' | FileCheck %s --check-prefix=STRICT
// The loop over the window comes first. That it is shorter than the vector it slides along is known at run time
// alone: a guard, and a copy of the version as it was.

// CHECK-DAG: #[[$SHORTER:.+]] = affine_set<()[s0, s1] : (s0 - s1 - 16 >= 0)>

// CHECK-LABEL: @filter$version0(
// CHECK-SAME: %[[X:[a-z0-9]+]]:{{.*}}, %[[W:[a-z0-9]+]]:{{.*}}, %[[Y:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:{{.*}}, %[[M:[a-z0-9]+]]:
// CHECK-SAME: nparray.gains
// CHECK-NEXT: nparray.guard "bounds"(%[[N]], %[[M]]) {set = #[[$SHORTER]]}
// CHECK-NEXT: affine.for %[[K:.*]] = 0 to #{{.*}}(%[[M]]) {
// CHECK-NEXT:   affine.for %[[I:.*]] = 0 to #{{.*}}(%[[N]]) {
// CHECK:          affine.load %[[X]][%[[I]] + %[[K]]]
// CHECK:          affine.store %{{.*}}, %[[Y]][%[[I]]]
// CHECK-LABEL: @filter$version0$narrow(
// CHECK-NEXT: affine.for %{{.*}} = 0 to #{{.*}}(%arg3) {
// CHECK-NEXT:   affine.for %{{.*}} = 0 to #{{.*}}(%arg4) {

// STRICT-NOT: nparray.gains
// STRICT-NOT: $narrow
func.func private @"filter$version0"(%x: memref<?xf64> {py.name = "x", py.kind = "array"}, %w: memref<?xf64> {py.name = "w", py.kind = "array"}, %y: memref<?xf64> {py.name = "y", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "filter"} {
  affine.for %i = 0 to affine_map<(d0) -> (d0)>(%n) {
    affine.for %k = 0 to affine_map<(d0) -> (d0)>(%m) {
      %0 = affine.load %y[%i] : memref<?xf64>
      %1 = affine.load %x[%i + %k] : memref<?xf64>
      %2 = affine.load %w[%k] : memref<?xf64>
      %3 = arith.mulf %1, %2 : f64
      %4 = arith.addf %0, %3 : f64
      affine.store %4, %y[%i] : memref<?xf64>
    }
  }
  return
}

// What is known needs no guard.
// CHECK-LABEL: @short$version0(
// CHECK: nparray.guard "bounds"(%{{.*}}) {set = #{{.*}}} : index
// CHECK-NOT: nparray.guard
// CHECK: affine.for %{{.*}} = 0 to 3 {
// CHECK-NEXT: affine.for
// CHECK-NOT: $narrow
func.func private @"short$version0"(%x: memref<?xf64> {py.name = "x", py.kind = "array"}, %y: memref<?xf64> {py.name = "y", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "short"} {
  nparray.guard "bounds"(%n) {set = affine_set<()[s0] : (s0 >= 0)>} : index
  affine.for %i = 0 to affine_map<(d0) -> (d0 + 20)>(%n) {
    affine.for %k = 0 to 3 {
      %0 = affine.load %y[%i] : memref<?xf64>
      %1 = affine.load %x[%i + %k] : memref<?xf64>
      %2 = arith.addf %0, %1 : f64
      affine.store %2, %y[%i] : memref<?xf64>
    }
  }
  return
}
