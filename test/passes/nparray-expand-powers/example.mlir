// RUN: automphc-opt %s --pass-pipeline='builtin.module(nparray-expand-powers)' | FileCheck %s
// Small whole powers are products.

// CHECK-LABEL: @cube$version0(
// CHECK-SAME: %[[X:[a-z0-9]+]]:
// CHECK: %[[S:.*]] = nparray.call "numpy.multiply"(%[[X]], %[[X]])
// CHECK-NEXT: %[[P:.*]] = nparray.call "numpy.multiply"(%[[S]], %[[X]])
// CHECK-NEXT: nparray.store %[[P]]
func.func private @"cube$version0"(%x: !nparray.array<?xf64> {py.name = "x", py.kind = "array"}, %y: !nparray.array<?xf64> {py.name = "y", py.kind = "array"}) attributes {nparray.kernel = "cube"} {
  %c = nparray.constant(3.0 : f64) : <f64>
  %p = nparray.call "numpy.power"(%x, %c) : (!nparray.array<?xf64>, !nparray.array<f64>) -> !nparray.array<?xf64>
  nparray.store %p, %y : !nparray.array<?xf64>, !nparray.array<?xf64>
  return
}

// Three products for six factors.
// CHECK-LABEL: @sixth$version0(
// CHECK-SAME: %[[X:[a-z0-9]+]]:
// CHECK: %[[S:.*]] = nparray.call "numpy.multiply"(%[[X]], %[[X]])
// CHECK-NEXT: %[[C:.*]] = nparray.call "numpy.multiply"(%[[S]], %[[X]])
// CHECK-NEXT: %[[P:.*]] = nparray.call "numpy.multiply"(%[[C]], %[[C]])
// CHECK-NEXT: nparray.store %[[P]]
func.func private @"sixth$version0"(%x: !nparray.array<?xf64> {py.name = "x", py.kind = "array"}, %y: !nparray.array<?xf64> {py.name = "y", py.kind = "array"}) attributes {nparray.kernel = "sixth"} {
  %c = nparray.constant(6.0 : f64) : <f64>
  %p = nparray.call "numpy.power"(%x, %c) : (!nparray.array<?xf64>, !nparray.array<f64>) -> !nparray.array<?xf64>
  nparray.store %p, %y : !nparray.array<?xf64>, !nparray.array<?xf64>
  return
}
