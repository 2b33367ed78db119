// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-slide)' | FileCheck %s
// Loops that keep their order.

// What is summed reads the target: the order of the iterations counts.
// CHECK-LABEL: @target_is_read$version0(
// CHECK-NOT: nparray.gains
func.func private @"target_is_read$version0"(%y: memref<?xf64> {py.name = "y", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "target_is_read"} {
  affine.for %i = 0 to affine_map<(d0) -> (d0)>(%n) {
    affine.for %k = 0 to 3 {
      %0 = affine.load %y[%i] : memref<?xf64>
      %1 = affine.load %y[%i + %k + 1] : memref<?xf64>
      %2 = arith.addf %0, %1 : f64
      affine.store %2, %y[%i] : memref<?xf64>
    }
  }
  return
}

// No sum: the last value stays.
// CHECK-LABEL: @last$version0(
// CHECK-NOT: nparray.gains
func.func private @"last$version0"(%x: memref<?xf64> {py.name = "x", py.kind = "array"}, %y: memref<?xf64> {py.name = "y", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "last"} {
  affine.for %i = 0 to affine_map<(d0) -> (d0)>(%n) {
    affine.for %k = 0 to 3 {
      %1 = affine.load %x[%i + %k] : memref<?xf64>
      affine.store %1, %y[%i] : memref<?xf64>
    }
  }
  return
}

// The window grows with its place.
// CHECK-LABEL: @growing$version0(
// CHECK-NOT: nparray.gains
func.func private @"growing$version0"(%x: memref<?xf64> {py.name = "x", py.kind = "array"}, %y: memref<?xf64> {py.name = "y", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "growing"} {
  affine.for %i = 0 to affine_map<(d0) -> (d0)>(%n) {
    affine.for %k = 0 to affine_map<(d0) -> (d0)>(%i) {
      %0 = affine.load %y[%i] : memref<?xf64>
      %1 = affine.load %x[%i + %k] : memref<?xf64>
      %2 = arith.addf %0, %1 : f64
      affine.store %2, %y[%i] : memref<?xf64>
    }
  }
  return
}

// Nothing slides: each subscript has one variable.
// CHECK-LABEL: @product$version0(
// CHECK-NOT: nparray.gains
func.func private @"product$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %x: memref<?xf64> {py.name = "x", py.kind = "array"}, %y: memref<?xf64> {py.name = "y", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "product"} {
  affine.for %i = 0 to affine_map<(d0) -> (d0)>(%n) {
    affine.for %k = 0 to affine_map<(d0) -> (d0)>(%n) {
      %0 = affine.load %y[%i] : memref<?xf64>
      %1 = affine.load %a[%i, %k] : memref<?x?xf64>
      %2 = affine.load %x[%k] : memref<?xf64>
      %3 = arith.mulf %1, %2 : f64
      %4 = arith.addf %0, %3 : f64
      affine.store %4, %y[%i] : memref<?xf64>
    }
  }
  return
}

// A function that raises must find the sums as the program leaves them.
// CHECK-LABEL: @raises$version0(
// CHECK-NOT: nparray.gains
func.func private @"raises$version0"(%x: memref<?xf64> {py.name = "x", py.kind = "array"}, %y: memref<?xf64> {py.name = "y", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "raises"} {
  affine.for %i = 0 to affine_map<(d0) -> (d0)>(%n) {
    affine.for %k = 0 to 3 {
      %0 = affine.load %y[%i] : memref<?xf64>
      %1 = affine.load %x[%i + %k] : memref<?xf64>
      %2 = nparray.scalar "math.sqrt"(%1) : (f64) -> f64
      %3 = arith.addf %0, %2 : f64
      affine.store %3, %y[%i] : memref<?xf64>
    }
  }
  return
}
