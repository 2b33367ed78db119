// RUN: automphc-opt %s --pass-pipeline='builtin.module(raise-affine-to-nparray)' | FileCheck %s
// A local that does not vary along one of its axes is no alias of the smaller value.

// CHECK-LABEL: @repeated$version0(
// CHECK: %[[T:.*]] = memref.alloc
// CHECK: nparray.call "numpy.multiply"
// CHECK: nparray.store
func.func private @"repeated$version0"(%x: memref<?xf64> {py.name = "x", py.kind = "array"}, %c: memref<?x?xf64> {py.name = "c", py.kind = "array"}, %d: memref<?x?xf64> {py.name = "d", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "repeated"} {
  %t = memref.alloc(%n, %m) : memref<?x?xf64>
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %m {
      %v = affine.load %x[%j] : memref<?xf64>
      %w = arith.mulf %v, %v : f64
      affine.store %w, %t[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %m {
      %v = affine.load %t[%i, %j] : memref<?x?xf64>
      %u = affine.load %d[%i, %j] : memref<?x?xf64>
      %w = arith.mulf %u, %v : f64
      affine.store %w, %c[%i, %j] : memref<?x?xf64>
    }
  }
  return
}
