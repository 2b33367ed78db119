// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-interchange)' | FileCheck %s
// Nests that keep their order.

// Both loops carry a dependence, in opposite directions: the exchange would reverse one.
// CHECK-LABEL: @skewed$version0(
// CHECK: affine.for %[[I:.*]] = 1 to
// CHECK-NEXT: affine.for %[[J:.*]] = 0 to
// CHECK: affine.store %{{.*}}, %{{.*}}[%[[I]], %[[J]]]
func.func private @"skewed$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "skewed"} {
  affine.for %i = 1 to %n {
    affine.for %j = 0 to affine_map<(d0) -> (d0 - 1)>(%n) {
      %v = affine.load %a[%i - 1, %j + 1] : memref<?x?xf64>
      %w = affine.load %a[%i, %j] : memref<?x?xf64>
      %x = arith.addf %v, %w : f64
      affine.store %x, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// Neighbours on both axes: no loop alone carries it.
// CHECK-LABEL: @sweep$version0(
// CHECK: affine.for %[[I:.*]] = 1 to
// CHECK-NEXT: affine.for %[[J:.*]] = 1 to
// CHECK: affine.store %{{.*}}, %{{.*}}[%[[I]], %[[J]]]
func.func private @"sweep$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "sweep"} {
  affine.for %i = 1 to %n {
    affine.for %j = 1 to %n {
      %v = affine.load %a[%i - 1, %j] : memref<?x?xf64>
      %w = affine.load %a[%i, %j - 1] : memref<?x?xf64>
      %x = arith.addf %v, %w : f64
      affine.store %x, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// A function that raises must find the rows as the program leaves them.
// CHECK-LABEL: @raises$version0(
// CHECK: affine.for %[[I:.*]] = 0 to
// CHECK-NEXT: affine.for %[[J:.*]] = 1 to
// CHECK: affine.store %{{.*}}, %{{.*}}[%[[I]], %[[J]]]
func.func private @"raises$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "raises"} {
  affine.for %i = 0 to %n {
    affine.for %j = 1 to %n {
      %v = affine.load %a[%i, %j - 1] : memref<?x?xf64>
      %x = nparray.scalar "math.sqrt"(%v) : (f64) -> f64
      affine.store %x, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// Column by column, an element would come before the one above it in the next column.
// CHECK-LABEL: @two_ways$version0(
// CHECK: affine.for %[[I:.*]] = 1 to
// CHECK-NEXT: affine.for %[[J:.*]] = 1 to
// CHECK: affine.store %{{.*}}, %{{.*}}[%[[I]], %[[J]]]
func.func private @"two_ways$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "two_ways"} {
  affine.for %i = 1 to %n {
    affine.for %j = 1 to affine_map<(d0) -> (d0 - 1)>(%n) {
      %v = affine.load %a[%i - 1, %j + 1] : memref<?x?xf64>
      %w = affine.load %a[%i, %j - 1] : memref<?x?xf64>
      %x = arith.addf %v, %w : f64
      affine.store %x, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}
