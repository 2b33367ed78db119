// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-drop-mirrors)' | FileCheck %s
// A copy across the diagonal of a square product goes away.

#id = affine_map<(d0) -> (d0)>
#next = affine_map<(d0) -> (d0 + 1)>

// The scaling of one half becomes one of the whole.
// CHECK-LABEL: @scaled$version0(
// CHECK: arith.mulf
// CHECK: affine.for %[[I:.*]] = 0 to
// CHECK-NEXT: affine.for %[[J:.*]] = 0 to
// CHECK-NEXT: affine.load %arg1[%[[I]], %[[J]]]
// CHECK: arith.divf
// CHECK: affine.store %{{.*}}, %arg1[%[[I]], %[[J]]]
// CHECK-NOT: affine.store
// CHECK: return
func.func private @"scaled$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %c: memref<?x?xf64> {py.name = "c", py.kind = "array"}, %w: memref<?xf64> {py.name = "w", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "scaled"} {
  nparray.guard "bounds"(%n) {set = affine_set<()[s0] : (s0 >= 0)>} : index
  %zero = arith.constant 0.0 : f64
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %n {
      affine.store %zero, %c[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %n {
      affine.for %k = 0 to %m {
        %0 = affine.load %c[%i, %j] : memref<?x?xf64>
        %1 = affine.load %a[%k, %i] : memref<?x?xf64>
        %2 = affine.load %a[%k, %j] : memref<?x?xf64>
        %3 = arith.mulf %1, %2 : f64
        %4 = arith.addf %0, %3 : f64
        affine.store %4, %c[%i, %j] : memref<?x?xf64>
      }
    }
  }
  affine.for %i = 0 to %n {
    affine.for %j = #id(%i) to %n {
      %0 = affine.load %c[%i, %j] : memref<?x?xf64>
      %1 = affine.load %w[0] : memref<?xf64>
      %2 = arith.divf %0, %1 : f64
      affine.store %2, %c[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to %n {
    affine.for %j = #id(%i) to %n {
      %0 = affine.load %c[%i, %j] : memref<?x?xf64>
      affine.store %0, %c[%j, %i] : memref<?x?xf64>
    }
  }
  return
}

// What is written on the diagonal alone stays, where the copy leaves it out.
// CHECK-LABEL: @own_diagonal$version0(
// CHECK: arith.mulf
// CHECK: affine.store %{{.*}}, %arg1[%[[I:.*]], %[[I]]]
// CHECK-NOT: affine.store
// CHECK: return
func.func private @"own_diagonal$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %c: memref<?x?xf64> {py.name = "c", py.kind = "array"}, %w: memref<?xf64> {py.name = "w", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "own_diagonal"} {
  nparray.guard "bounds"(%n) {set = affine_set<()[s0] : (s0 >= 0)>} : index
  %zero = arith.constant 0.0 : f64
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %n {
      affine.store %zero, %c[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %n {
      affine.for %k = 0 to %m {
        %0 = affine.load %c[%i, %j] : memref<?x?xf64>
        %1 = affine.load %a[%k, %i] : memref<?x?xf64>
        %2 = affine.load %a[%k, %j] : memref<?x?xf64>
        %3 = arith.mulf %1, %2 : f64
        %4 = arith.addf %0, %3 : f64
        affine.store %4, %c[%i, %j] : memref<?x?xf64>
      }
    }
  }
  affine.for %i = 0 to %n {
    %one = arith.constant 1.0 : f64
    affine.store %one, %c[%i, %i] : memref<?x?xf64>
  }
  affine.for %i = 0 to %n {
    affine.for %j = #next(%i) to %n {
      %0 = affine.load %c[%i, %j] : memref<?x?xf64>
      affine.store %0, %c[%j, %i] : memref<?x?xf64>
    }
  }
  return
}
