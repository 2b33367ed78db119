// RUN: automphc-opt %s --pass-pipeline='builtin.module(nparray-forward-stores)' | FileCheck %s
// A temporary between a call and its target.

// CHECK-LABEL: @rows$version0(
// CHECK-SAME: %[[P:[a-z0-9]+]]:
// CHECK-NOT: memref.alloc
// CHECK: affine.for %[[K:.*]] = 0 to
// CHECK: %[[V:.*]] = nparray.call "numpy.minimum"
// CHECK: %[[T:.*]] = nparray.view %[[P]]
// CHECK-NEXT: nparray.store %[[V]], %[[T]]
func.func private @"rows$version0"(%p: memref<?x?xf64> {py.name = "p", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "rows"} {
  %t = memref.alloc(%n, %n) : memref<?x?xf64>
  %zero = arith.constant 0 : index
  affine.for %k = 0 to %n {
    %a = nparray.view %p[%zero, %k] {axes = ["slice", "all"]} : memref<?x?xf64> -> <?x?xf64>
    %v = nparray.call "numpy.minimum"(%a, %a) : (!nparray.array<?x?xf64>, !nparray.array<?x?xf64>) -> !nparray.array<?x?xf64>
    %e = affine.apply affine_map<(d0) -> (d0 + 1)>(%k)
    %s = nparray.view %t[%zero, %e, %zero, %n] {axes = ["slice", "slice"]} : memref<?x?xf64> -> <?x?xf64>
    nparray.store %v, %s : !nparray.array<?x?xf64>, !nparray.array<?x?xf64>
    %f = affine.apply affine_map<(d0) -> (d0 + 1)>(%k)
    %r = nparray.view %t[%zero, %f, %zero, %n] {axes = ["slice", "slice"]} : memref<?x?xf64> -> <?x?xf64>
    %w = nparray.view %p[%zero, %k] {axes = ["slice", "all"]} : memref<?x?xf64> -> <?x?xf64>
    nparray.store %r, %w : !nparray.array<?x?xf64>, !nparray.array<?x?xf64>
  }
  return
}
