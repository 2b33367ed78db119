// RUN: automphc-opt %s --pass-pipeline='builtin.module(nparray-write-in-place)' | FileCheck %s
// Calls write to their targets.

// CHECK-LABEL: @product$version0(
// `dot` wants contiguous targets, `matmul` takes any.
// CHECK: %[[P:.*]] = nparray.call "numpy.matmul"(
// CHECK: nparray.store %[[P]], %{{.*}} {out}
func.func private @"product$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %c: memref<?x?xf64> {py.name = "c", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "product"} {
  %p = nparray.call "numpy.dot"(%a, %a) : (memref<?x?xf64>, memref<?x?xf64>) -> !nparray.array<?x?xf64>
  %zero = arith.constant 0 : index
  %v = nparray.view %c[%zero, %n, %zero, %n] {axes = ["slice", "slice"]} : memref<?x?xf64> -> <?x?xf64>
  nparray.store %p, %v : !nparray.array<?x?xf64>, !nparray.array<?x?xf64>
  return
}

// A ufunc may read what it writes.
// CHECK-LABEL: @root$version0(
// CHECK: nparray.store %{{.*}}, %{{.*}} {out}
func.func private @"root$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}) attributes {nparray.kernel = "root"} {
  %r = nparray.call "numpy.sqrt"(%a) : (memref<?xf64>) -> !nparray.array<?xf64>
  nparray.store %r, %a : !nparray.array<?xf64>, memref<?xf64>
  return
}

// The size of the target is no element of it.
// CHECK-LABEL: @total$version0(
// CHECK: nparray.store %{{.*}}, %{{.*}} {out}
func.func private @"total$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %s: memref<?xf64> {py.name = "s", py.kind = "array"}) attributes {nparray.kernel = "total"} {
  %n = nparray.dim %s, 0 : memref<?xf64>
  %zero = arith.constant 0 : index
  %v = nparray.view %a[%zero, %n] {axes = ["all", "slice"]} : memref<?x?xf64> -> <?x?xf64>
  %r = nparray.call "numpy.sum"(%v) with {axis = 0 : i64} : (!nparray.array<?x?xf64>) -> !nparray.array<?xf64>
  nparray.store %r, %s : !nparray.array<?xf64>, memref<?xf64>
  return
}
