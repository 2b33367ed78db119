// RUN: automphc-opt %s --pass-pipeline='builtin.module(nparray-select-device{target=cupy})' 2>&1 | FileCheck %s
// RUN: automphc-opt %s --pass-pipeline='builtin.module(nparray-select-device)' | FileCheck %s --check-prefix=OFF
// A version for the device beside that for the host; none without the option.

// OFF-NOT: cupy

// Remarks come first.
// CHECK-DAG: product on a GPU: 2 of 2 steps; to it: a, b; from it: c
// CHECK-DAG: power on a GPU: 2 of 2 steps; to it: a, x; from it: x
// CHECK-DAG: between on a GPU: 3 of 4 steps; to it: a; from it: c; on the host because CuPy has no numpy.linalg.inv of the same meaning
// The host's version stays as it is.
// CHECK-LABEL: @product$version0(
// CHECK-NOT: nparray.transfer
// CHECK-LABEL: @product$version0$cupy(
// CHECK-SAME: nparray.device_of = "product$version0"
// CHECK: %[[A:.*]] = nparray.transfer %{{.*}} to "device" {name = "a"}
// CHECK: %[[B:.*]] = nparray.transfer %{{.*}} to "device" {name = "b"}
// CHECK: nparray.guard "device"
// What is written whole need not go there.
// CHECK: %[[C:.*]] = nparray.alloc({{.*}}) {device, name = "c"}
// CHECK: %[[P:.*]] = nparray.call "cupy.dot"(%[[A]], %[[B]]) {device}
// CHECK: nparray.store %[[P]], %[[C]] :
// CHECK: %[[R:.*]] = nparray.transfer %[[C]] to "host"
// CHECK: nparray.store %[[R]], %{{.*}} {commit}
func.func private @"product$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?x?xf64> {py.name = "b", py.kind = "array"}, %c: memref<?x?xf64> {py.name = "c", py.kind = "array"}) attributes {nparray.kernel = "product"} {
  %m = nparray.dim %a, 0 : memref<?x?xf64>
  %k = nparray.dim %a, 1 : memref<?x?xf64>
  %n = nparray.dim %b, 1 : memref<?x?xf64>
  %p = nparray.call "numpy.dot"(%a, %b) : (memref<?x?xf64>, memref<?x?xf64>) -> !nparray.array<?x?xf64>
  nparray.store %p, %c : !nparray.array<?x?xf64>, memref<?x?xf64>
  return
}

// An array stays on the device over a loop: one transfer before it, one behind it.
// CHECK-LABEL: @power$version0$cupy(
// CHECK: %[[A2:.*]] = nparray.transfer %{{.*}} to "device" {name = "a"}
// CHECK: %[[X:.*]] = nparray.transfer %{{.*}} to "device" {name = "x"}
// CHECK: affine.for
// CHECK-NOT: nparray.transfer
// CHECK: nparray.call "cupy.dot"(%[[A2]], %[[X]]) {device}
// CHECK: nparray.store %{{.*}}, %[[X]]
// CHECK: }
// CHECK: nparray.transfer %[[X]] to "host"
func.func private @"power$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %x: memref<?x?xf64> {py.name = "x", py.kind = "array"}, %t: index {py.name = "t", py.kind = "int"}) attributes {nparray.kernel = "power"} {
  %n = nparray.dim %a, 0 : memref<?x?xf64>
  %k = nparray.dim %x, 1 : memref<?x?xf64>
  affine.for %i = 0 to %t {
    %p = nparray.call "numpy.dot"(%a, %x) : (memref<?x?xf64>, memref<?x?xf64>) -> !nparray.array<?x?xf64>
    nparray.store %p, %x : !nparray.array<?x?xf64>, memref<?x?xf64>
  }
  return
}

// A step of the host between two products: what it reads comes back, what it makes goes there.
// CHECK-LABEL: @between$version0$cupy(
// CHECK: %[[P3:.*]] = nparray.call "cupy.dot"
// CHECK: %[[H3:.*]] = nparray.transfer %[[P3]] to "host"
// CHECK: nparray.call "numpy.linalg.inv"(%[[H3]])
func.func private @"between$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %c: memref<?x?xf64> {py.name = "c", py.kind = "array"}) attributes {nparray.kernel = "between"} {
  %n = nparray.dim %a, 0 : memref<?x?xf64>
  %m = nparray.dim %c, 0 : memref<?x?xf64>
  %p = nparray.call "numpy.dot"(%a, %a) : (memref<?x?xf64>, memref<?x?xf64>) -> !nparray.array<?x?xf64>
  %q = nparray.call "numpy.linalg.inv"(%p) : (!nparray.array<?x?xf64>) -> !nparray.array<?x?xf64>
  %r = nparray.call "numpy.dot"(%q, %a) : (!nparray.array<?x?xf64>, memref<?x?xf64>) -> !nparray.array<?x?xf64>
  nparray.store %r, %c : !nparray.array<?x?xf64>, memref<?x?xf64>
  return
}
