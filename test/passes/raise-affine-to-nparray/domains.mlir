// RUN: automphc-opt %s --pass-pipeline='builtin.module(raise-affine-to-nparray)' | FileCheck %s
// Domains that are no boxes, strides and diagonals.

// Along a diagonal the indices run together.
// CHECK-LABEL: @diagonal$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK: nparray.view %[[A]][%{{.*}}, %[[N]], %{{.*}}, %[[N]]] {axes = ["points", "points"]} : memref<?x?xf64> -> <?xf64>
func.func private @"diagonal$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "diagonal"} {
  affine.for %i = 0 to %n {
    %o = arith.constant 1.0 : f64
    affine.store %o, %a[%i, %i] : memref<?x?xf64>
  }
  return
}

// Every other element.
// CHECK-LABEL: @strided$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NOT: affine.for
// CHECK: nparray.view %[[A]][%{{.*}}, %{{.*}}] {axes = ["slice"], steps = array<i64: 2>}
func.func private @"strided$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "strided"} {
  affine.for %i = 0 to %n {
    %x = affine.load %a[2 * %i] : memref<?xf64>
    affine.store %x, %b[%i] : memref<?xf64>
  }
  return
}

// A loop that counts down is reversed.
// CHECK-LABEL: @reversed$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NOT: affine.for
// CHECK-NOT: numpy.flip
// CHECK: nparray.store
func.func private @"reversed$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "reversed"} {
  affine.for %i = 0 to %n {
    %x = affine.load %a[%n - 1 - %i] : memref<?xf64>
    affine.store %x, %b[%n - 1 - %i] : memref<?xf64>
  }
  return
}

// A loop that runs at most once is a condition: here i == j, which is a diagonal.
// CHECK-LABEL: @equal$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NOT: affine.for
// CHECK: nparray.view %[[A]][{{.*}}] {axes = ["points", "points"]}
func.func private @"equal$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "equal"} {
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %n {
      affine.for %t = 0 to min affine_map<(d0, d1) -> (1, d0 - d1 + 1, d1 - d0 + 1)>(%i, %j) {
        %o = arith.constant 1.0 : f64
        affine.store %o, %a[%i, %j] : memref<?x?xf64>
      }
    }
  }
  return
}

// Bounds that depend on an outer loop twice leave that a Python loop.
// CHECK-LABEL: @band$version0(
// CHECK: affine.for %[[I:.*]] = 0 to
// CHECK: %[[START:.*]] = affine.max
// CHECK: %[[END:.*]] = affine.min
// CHECK: nparray.view %{{.*}}[%[[I]], %[[START]], %[[END]]] {axes = ["index", "slice"]}
func.func private @"band$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "band"} {
  affine.for %i = 0 to %n {
    affine.for %j = max affine_map<(d0) -> (0, d0 - 1)>(%i) to min affine_map<(d0)[s0] -> (s0, d0 + 2)>(%i)[%n] {
      %o = arith.constant 1.0 : f64
      affine.store %o, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// A loop variable as a number.
// CHECK-LABEL: @ramp$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK: nparray.call "numpy.arange"(%[[N]])
func.func private @"ramp$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "ramp"} {
  affine.for %i = 0 to %n {
    %k = arith.index_cast %i : index to i64
    %x = arith.sitofp %k : i64 to f64
    affine.store %x, %a[%i] : memref<?xf64>
  }
  return
}
