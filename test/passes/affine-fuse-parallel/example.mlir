// RUN: env AUTOMPHC_PROFILE=%S/inputs/profile.toml automphc-opt %s --pass-pipeline='builtin.module(affine-fuse-parallel)' | FileCheck %s
// Nests that share a parallel loop become one parallel loop over tiles.

// Two nests in different loop orders: t lives in the tiles alone and shrinks to one; x is given whole.
// CHECK-LABEL: func.func private @k$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]: memref<?x?xf64> {py.kind = "array", py.name = "a"}, %[[X:[a-z0-9]+]]: memref<?xf64> {py.kind = "array", py.name = "x"}, %[[C:[a-z0-9]+]]:
// CHECK-NOT:  affine.for
// CHECK-NOT:  memref.alloc
// CHECK:      nparray.pfor @k$version0$tile0(%[[N:.*]]) output(%[[C]]) input(%[[A]], %[[X]]) sizes(%[[N]], %{{[^)]*}})
// CHECK-SAME: input_axes = array<i64: 0, -1>
// CHECK-SAME: modes = ["update"]
// CHECK-SAME: output_axes = array<i64: 1>
// CHECK-SAME: transfer = "numpy"
// CHECK:      func.func private @k$version0$tile0(
// CHECK-SAME: %[[TA:[a-z0-9]+]]: memref<?x?xf64> {py.kind = "array", py.name = "a"}, %[[TX:[a-z0-9]+]]: memref<?xf64>
// CHECK-SAME: nparray.tile
// CHECK:      %[[ROWS:.*]] = nparray.dim %[[TC:.*]], 1
// CHECK:      nparray.guard "bounds"(%[[ROWS]]) {assumed, set
// CHECK:      %[[T:.*]] = memref.alloc(%[[ROWS]], %{{.*}})
// CHECK:      affine.for %[[P:.*]] = 0 to #{{.*}}(%[[ROWS]]) {
// CHECK-NEXT:   affine.for %[[J:.*]] = 0 to
// CHECK:          affine.store %{{.*}}, %[[T]][%[[P]], %[[J]]]
// CHECK:      affine.for %[[P2:.*]] = 0 to #{{.*}}(%[[ROWS]]) {
// CHECK-NEXT:   affine.for %[[J2:.*]] = 0 to
// CHECK:          affine.load %[[T]][%[[P2]], %[[J2]]]
// CHECK:          affine.store %{{.*}}, %[[TC]][%[[J2]], %[[P2]]]
// The version from before, for a tile that cannot be finished.
// CHECK:      func.func private @k$version0$sequential({{.*}}nparray.fallback
func.func private @"k$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %x: memref<?xf64> {py.name = "x", py.kind = "array"}, %c: memref<?x?xf64> {py.name = "c", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "k"} {
  %m = nparray.dim %x, 0 : memref<?xf64>
  %t = memref.alloc(%n, %m) : memref<?x?xf64>
  affine.for %p = 0 to %n {
    affine.for %j = 0 to %m {
      %0 = affine.load %a[%p, %j] : memref<?x?xf64>
      %1 = affine.load %x[%j] : memref<?xf64>
      %2 = arith.mulf %0, %1 : f64
      affine.store %2, %t[%p, %j] : memref<?x?xf64>
    }
  }
  affine.for %j = 0 to %m {
    affine.for %p = 0 to %n {
      %0 = affine.load %t[%p, %j] : memref<?x?xf64>
      %1 = arith.addf %0, %0 : f64
      affine.store %1, %c[%j, %p] : memref<?x?xf64>
    }
  }
  return
}

// Rows above and below are read from the whole array: the tile needs to know where it begins.
// CHECK-LABEL: func.func private @stencil$version0(
// CHECK:      %[[INNER:.*]] = nparray.view %{{.*}}[%{{.*}}, %{{.*}}] {axes = ["slice"]}
// CHECK:      nparray.pfor @stencil$version0$tile0(%{{.*}}) output(%[[INNER]]) input(%{{[^)]*}}) sizes(%{{[^)]*}}) first %{{[^ ]*}} {
// CHECK-SAME: input_axes = array<i64: -1>
// CHECK:      func.func private @stencil$version0$tile0({{.*}}%[[FIRST:[a-z0-9]+]]: index {py.kind = "int", py.name = "first"})
// CHECK:      affine.load %{{.*}}[%{{.*}} + %[[FIRST]] - 1]
func.func private @"stencil$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "stencil"} {
  affine.for %i = 1 to %n {
    %0 = affine.load %a[%i - 1] : memref<?xf64>
    %1 = affine.load %a[%i] : memref<?xf64>
    %2 = arith.addf %0, %1 : f64
    affine.store %2, %b[%i] : memref<?xf64>
  }
  return
}
