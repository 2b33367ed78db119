// RUN: automphc-opt %s --pass-pipeline='builtin.module(raise-affine-to-nparray)' | FileCheck %s
// The largest of no elements is the old value; numpy.max raises on them. Either
// a guard says that the loop runs, or the loop stays.

// CHECK-LABEL: @largest_of_none$version0(
// CHECK: {{nparray.guard "bounds"\(%.*\)|affine.for}}
// CHECK: return
func.func private @"largest_of_none$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %x: memref<?xf64> {py.name = "x", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "largest_of_none"} {
  affine.for %i = 0 to %n {
    affine.for %k = 0 to %m {
      %s = affine.load %x[%i] : memref<?xf64>
      %y = affine.load %a[%i, %k] : memref<?x?xf64>
      %u = arith.maximumf %s, %y : f64
      affine.store %u, %x[%i] : memref<?xf64>
    }
  }
  return
}
