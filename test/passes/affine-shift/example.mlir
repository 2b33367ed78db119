// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-shift)' | FileCheck %s
// The loop over a slice counts from the slice's start, so that the triangle shows.

// CHECK-DAG: #[[$PLUS_1:.+]] = affine_map<(d0) -> (d0 + 1)>
// CHECK-DAG: #[[$ID:.+]] = affine_map<(d0) -> (d0)>

// CHECK-LABEL: @below$version0(
// CHECK-SAME: %[[X:[a-z0-9]+]]:{{.*}}, %[[A:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   affine.for %[[K:.*]] = #[[$PLUS_1]](%[[I]]) to #[[$ID]](%[[N]]) {
// CHECK-NEXT:     %[[V:.*]] = affine.load %[[A]][%[[K]]]
// CHECK-NEXT:     affine.store %[[V]], %[[X]][%[[I]]]
func.func private @"below$version0"(%x: memref<?xf64> {py.name = "x", py.kind = "array"}, %a: memref<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "below"} {
  affine.for %i = 0 to %n {
    affine.for %p = 0 to affine_map<(d0, d1) -> (d0 - d1 - 1)>(%n, %i) {
      %v = affine.load %a[%p + %i + 1] : memref<?xf64>
      affine.store %v, %x[%i] : memref<?xf64>
    }
  }
  return
}
