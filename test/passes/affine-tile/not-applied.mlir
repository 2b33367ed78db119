// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-tile)' | FileCheck %s
// Loops that stay as they are.

// The first statement of a step overwrites what the sum adds to: its terms cannot come before.
// CHECK-LABEL: @reset$version0(
// CHECK-NOT: step
// CHECK: return
func.func private @"reset$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?x?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "reset"} {
  affine.for %j = 0 to %n {
    affine.for %i = affine_map<(d0) -> (d0 + 1)>(%j) to %n {
      %5 = affine.load %b[%i, %j] : memref<?x?xf64>
      affine.store %5, %a[%i, %j] : memref<?x?xf64>
    }
    affine.for %i = affine_map<(d0) -> (d0 + 1)>(%j) to %n {
      affine.for %k = 0 to affine_map<(d0) -> (d0)>(%j) {
        %0 = affine.load %a[%i, %j] : memref<?x?xf64>
        %1 = affine.load %a[%i, %k] : memref<?x?xf64>
        %2 = affine.load %a[%j, %k] : memref<?x?xf64>
        %3 = arith.mulf %1, %2 : f64
        %4 = arith.subf %0, %3 : f64
        affine.store %4, %a[%i, %j] : memref<?x?xf64>
      }
    }
  }
  return
}

// A sum that ends before the step: the last terms before the tile are not its own.
// CHECK-LABEL: @short$version0(
// CHECK-NOT: step
// CHECK: return
func.func private @"short$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "short"} {
  affine.for %j = 0 to %n {
    affine.for %i = affine_map<(d0) -> (d0 + 1)>(%j) to %n {
      affine.for %k = 0 to affine_map<(d0) -> (d0 - 1)>(%j) {
        %0 = affine.load %a[%i, %j] : memref<?x?xf64>
        %1 = affine.load %a[%i, %k] : memref<?x?xf64>
        %2 = affine.load %a[%j, %k] : memref<?x?xf64>
        %3 = arith.mulf %1, %2 : f64
        %4 = arith.subf %0, %3 : f64
        affine.store %4, %a[%i, %j] : memref<?x?xf64>
      }
    }
    affine.for %i = affine_map<(d0) -> (d0 + 1)>(%j) to %n {
      %5 = affine.load %a[%i, %j] : memref<?x?xf64>
      %6 = affine.load %a[%j, %j] : memref<?x?xf64>
      %7 = arith.divf %5, %6 : f64
      affine.store %7, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}
