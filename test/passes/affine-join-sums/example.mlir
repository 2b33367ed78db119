// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-join-sums)' | FileCheck %s
// Sums over parts of an axis, that together cover it, become one product with a matrix of their factors.

// A symmetric matrix of which one half is read: a temporary below, the diagonal in the middle, the other half above.
// CHECK-LABEL: @symmetric$version0(
// CHECK-DAG:  nparray.guard "moderate"(%[[A:arg0]])
// CHECK-DAG:  nparray.guard "moderate"(%arg1)
// CHECK-DAG:  nparray.guard "moderate"(%arg3)
// CHECK:      affine.for %[[I:.*]] = 0 to
// CHECK-NEXT:   affine.for %[[J:.*]] = 0 to
// CHECK-NEXT:     affine.load %arg2[%[[I]], %[[J]]]
// CHECK-NEXT:     affine.store %{{.*}}, %arg2[%[[I]], %[[J]]]
// CHECK:      %[[S:.*]] = memref.alloc
// CHECK:      affine.load %arg0[%[[I]], %[[K:.*]]] : memref<?x?xf64>
// CHECK-NEXT: affine.store %{{.*}}, %[[S]][%[[I]], %[[K]]]
// CHECK:      affine.load %arg0[%[[D:.*]], %[[D]]] : memref<?x?xf64>
// CHECK-NEXT: affine.store %{{.*}}, %[[S]][%[[D]], %[[D]]]
// CHECK:      affine.load %arg0[%[[K2:.*]], %[[I2:.*]]] : memref<?x?xf64>
// CHECK-NEXT: affine.store %{{.*}}, %[[S]][%[[I2]], %[[K2]]]
// CHECK:      affine.load %[[S]]
// CHECK:      affine.load %arg3[]
// CHECK:      arith.mulf
// CHECK:      affine.store %{{.*}}, %[[S]]
// CHECK:      affine.for %[[I3:.*]] = 0 to
// CHECK-NEXT:   affine.for %[[J3:.*]] = 0 to
// CHECK-NEXT:     affine.for %[[K3:.*]] = 0 to
// CHECK-NEXT:       affine.load %arg2[%[[I3]], %[[J3]]]
// CHECK-NEXT:       affine.load %[[S]][%[[I3]], %[[K3]]]
// CHECK-NEXT:       affine.load %arg1[%[[K3]], %[[J3]]]
// CHECK-NOT:  affine.for
// CHECK:      return
func.func private @"symmetric$version0"(%A: memref<?x?xf64> {py.name = "A", py.kind = "array"}, %B: memref<?x?xf64> {py.name = "B", py.kind = "array"}, %C: memref<?x?xf64> {py.name = "C", py.kind = "array"}, %s: memref<f64> {py.name = "s", py.kind = "float"}, %m: index {py.name = "m", py.kind = "int"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "symmetric"} {
  nparray.guard "bounds"(%m) {set = affine_set<()[s0] : (s0 >= 0)>} : index
  %T = memref.alloc(%m, %n) : memref<?x?xf64>
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      %z = arith.constant 0.0 : f64
      affine.store %z, %T[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      affine.for %k = 0 to affine_map<(d0) -> (d0)>(%i) {
        %o = affine.load %T[%i, %j] : memref<?x?xf64>
        %x = affine.load %A[%i, %k] : memref<?x?xf64>
        %y = affine.load %B[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %w = arith.addf %o, %p : f64
        affine.store %w, %T[%i, %j] : memref<?x?xf64>
      }
    }
  }
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      %o = affine.load %C[%i, %j] : memref<?x?xf64>
      %a = affine.load %A[%i, %i] : memref<?x?xf64>
      %b = affine.load %B[%i, %j] : memref<?x?xf64>
      %f = affine.load %s[] : memref<f64>
      %p = arith.mulf %a, %b : f64
      %q = arith.mulf %f, %p : f64
      %u = arith.addf %o, %q : f64
      %t = affine.load %T[%i, %j] : memref<?x?xf64>
      %g = affine.load %s[] : memref<f64>
      %h = arith.mulf %g, %t : f64
      %v = arith.addf %u, %h : f64
      affine.store %v, %C[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      affine.for %k = affine_map<(d0) -> (d0 + 1)>(%i) to %m {
        %o = affine.load %C[%i, %j] : memref<?x?xf64>
        %x = affine.load %A[%k, %i] : memref<?x?xf64>
        %y = affine.load %B[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %f = affine.load %s[] : memref<f64>
        %q = arith.mulf %f, %p : f64
        %w = arith.addf %o, %q : f64
        affine.store %w, %C[%i, %j] : memref<?x?xf64>
      }
    }
  }
  return
}

// Two sums in a row, the second with the diagonal: no base.
// CHECK-LABEL: @halves$version0(
// CHECK:      %[[S:.*]] = memref.alloc
// CHECK:      affine.store %{{.*}}, %[[S]]
// CHECK:      affine.store %{{.*}}, %[[S]]
// CHECK:      affine.load %[[S]]
// CHECK:      affine.store %{{.*}}, %arg2
// CHECK-NOT:  affine.for
// CHECK:      return
func.func private @"halves$version0"(%A: memref<?x?xf64> {py.name = "A", py.kind = "array"}, %B: memref<?x?xf64> {py.name = "B", py.kind = "array"}, %C: memref<?x?xf64> {py.name = "C", py.kind = "array"}, %s: memref<f64> {py.name = "s", py.kind = "float"}, %m: index {py.name = "m", py.kind = "int"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "halves"} {
  nparray.guard "bounds"(%m) {set = affine_set<()[s0] : (s0 >= 0)>} : index
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      affine.for %k = 0 to affine_map<(d0) -> (d0)>(%i) {
        %o = affine.load %C[%i, %j] : memref<?x?xf64>
        %x = affine.load %A[%i, %k] : memref<?x?xf64>
        %y = affine.load %B[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %w = arith.addf %o, %p : f64
        affine.store %w, %C[%i, %j] : memref<?x?xf64>
      }
    }
  }
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      affine.for %k = affine_map<(d0) -> (d0)>(%i) to %m {
        %o = affine.load %C[%i, %j] : memref<?x?xf64>
        %x = affine.load %A[%k, %i] : memref<?x?xf64>
        %y = affine.load %B[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %w = arith.addf %o, %p : f64
        affine.store %w, %C[%i, %j] : memref<?x?xf64>
      }
    }
  }
  return
}
