// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-delay)' | FileCheck %s
// Updates that do not wait.

// Every step reads the whole matrix: the largest element of a row.
// CHECK-LABEL: @watched$version0(
// CHECK: affine.for %[[K:.*]] = 0 to
// CHECK: arith.maximumf
// CHECK: affine.for %[[I:.*]] = #{{.*}}(%[[K]]) to
// CHECK-NEXT: affine.for %[[J:.*]] = #{{.*}}(%[[K]]) to
// CHECK: affine.store %{{.*}}, %{{.*}}[%[[I]], %[[J]]]
func.func private @"watched$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "watched"} {
  affine.for %k = 0 to %n {
    affine.for %i = 0 to %n {
      %0 = affine.load %b[%k] : memref<?xf64>
      %1 = affine.load %a[%i, %i] : memref<?x?xf64>
      %2 = arith.maximumf %0, %1 : f64
      affine.store %2, %b[%k] : memref<?xf64>
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

// What waits must be a sum: products of steps keep their place.
// CHECK-LABEL: @product$version0(
// CHECK: affine.for %[[K:.*]] = 0 to
// CHECK-NEXT: affine.for %{{.*}} = #{{.*}}(%[[K]]) to
// CHECK: affine.for %[[I:.*]] = #{{.*}}(%[[K]]) to
// CHECK-NEXT: affine.for %[[J:.*]] = #{{.*}}(%[[K]]) to
// CHECK: affine.store %{{.*}}, %{{.*}}[%[[I]], %[[J]]]
func.func private @"product$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "product"} {
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
        %4 = arith.divf %0, %3 : f64
        affine.store %4, %a[%i, %j] : memref<?x?xf64>
      }
    }
  }
  return
}

// A function that raises must find the matrix as the program leaves it.
// CHECK-LABEL: @raises$version0(
// CHECK: affine.for %[[K:.*]] = 0 to
// CHECK: math.sqrt
// CHECK: affine.for %[[I:.*]] = #{{.*}}(%[[K]]) to
// CHECK-NEXT: affine.for %[[J:.*]] = #{{.*}}(%[[K]]) to
// CHECK: affine.store %{{.*}}, %{{.*}}[%[[I]], %[[J]]]
func.func private @"raises$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "raises"} {
  affine.for %k = 0 to %n {
    %p = affine.load %a[%k, %k] : memref<?x?xf64>
    %q = nparray.scalar "math.sqrt"(%p) : (f64) -> f64
    affine.store %q, %a[%k, %k] : memref<?x?xf64>
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

// A row reads another one of its column before any step adds to that: row by row, it would come too late.
// CHECK-LABEL: @next_row$version0(
// CHECK: affine.for %[[K:.*]] = 0 to
// CHECK: affine.for %[[I:.*]] = #{{.*}}(%[[K]], %{{.*}}) to
// CHECK-NEXT: affine.for %[[J:.*]] = 0 to #{{.*}}(%[[I]])
// CHECK: affine.store %{{.*}}, %{{.*}}[%[[I]], %[[J]]]
func.func private @"next_row$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %w: memref<?x?xf64> {py.name = "w", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "next_row"} {
  %columns = nparray.dim %a, 1 : memref<?x?xf64>
  nparray.guard "bounds"(%columns, %n) {set = affine_set<()[s0, s1] : (s0 - s1 >= 0)>} : index, index
  affine.for %k = 0 to %n {
    %zero = arith.constant 0.0 : f64
    affine.store %zero, %b[%k] : memref<?xf64>
    affine.for %i = affine_map<(d0, d1) -> (d1 - d0)>(%k, %n) to %n {
      affine.for %j = 0 to affine_map<(d0) -> (d0)>(%i) {
        %0 = affine.load %a[%i, %j] : memref<?x?xf64>
        %1 = affine.load %a[%n - %k - 1, %j] : memref<?x?xf64>
        %2 = affine.load %w[%i, %k] : memref<?x?xf64>
        %3 = arith.mulf %1, %2 : f64
        %4 = arith.subf %0, %3 : f64
        affine.store %4, %a[%i, %j] : memref<?x?xf64>
      }
    }
  }
  return
}
