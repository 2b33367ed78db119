// RUN: automphc-opt %s --pass-pipeline='builtin.module(nparray-hoist-invariants)' | FileCheck %s
// What is the same in every iteration is computed before the loop.

// CHECK-LABEL: @product$version0(
// CHECK-SAME: %[[X:[a-z0-9]+]]:
// CHECK: %[[V:.*]] = nparray.view %[[X]]
// CHECK: %[[E:.*]] = nparray.call "numpy.exp"(%[[V]])
// CHECK: affine.for
// CHECK: nparray.call "numpy.dot"(%{{.*}}, %[[E]])
func.func private @"product$version0"(%x: memref<?x?xf64> {py.name = "x", py.kind = "array"}, %a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %y: memref<?x?xf64> {py.name = "y", py.kind = "array"}) attributes {nparray.kernel = "product"} {
  %n = nparray.dim %a, 0 : memref<?x?xf64>
  affine.for %i = 0 to %n {
    %row = nparray.view %a[%i] {axes = ["index", "all"]} : memref<?x?xf64> -> <?xf64>
    %v = nparray.view %x[] {axes = ["all", "all"]} : memref<?x?xf64> -> <?x?xf64>
    %e = nparray.call "numpy.exp"(%v) : (!nparray.array<?x?xf64>) -> !nparray.array<?x?xf64>
    %p = nparray.call "numpy.dot"(%row, %e) : (!nparray.array<?xf64>, !nparray.array<?x?xf64>) -> !nparray.array<?xf64>
    %t = nparray.view %y[%i] {axes = ["index", "all"]} : memref<?x?xf64> -> <?xf64>
    nparray.store %p, %t : !nparray.array<?xf64>, !nparray.array<?xf64>
  }
  return
}
