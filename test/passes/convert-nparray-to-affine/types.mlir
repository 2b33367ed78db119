// RUN: automphc-opt %s --pass-pipeline='builtin.module(convert-nparray-to-affine)' | FileCheck %s
// Operands of several element types are converted as NumPy converts them.

// CHECK-LABEL: @mixed$version0(
// CHECK: %[[A:.*]] = affine.load %{{.*}} : memref<?xf64>
// CHECK: %[[B:.*]] = affine.load %{{.*}} : memref<?xf32>
// CHECK: %[[C:.*]] = nparray.scalar "float64"(%[[B]]) : (f32) -> f64
// CHECK: arith.addf %[[A]], %[[C]] : f64
func.func private @"mixed$version0"(%a: !nparray.array<?xf64> {py.name = "a", py.kind = "array"}, %b: !nparray.array<?xf32> {py.name = "b", py.kind = "array"}) attributes {nparray.kernel = "mixed"} {
  %s = nparray.call "numpy.add"(%a, %b) : (!nparray.array<?xf64>, !nparray.array<?xf32>) -> !nparray.array<?xf64>
  nparray.store %s, %a : !nparray.array<?xf64>, !nparray.array<?xf64>
  return
}

// An update computes in the wider type; its result is converted.
// CHECK-LABEL: @narrowing_update$version0(
// CHECK: %[[B:.*]] = affine.load %{{.*}} : memref<?xf32>
// CHECK: %[[C:.*]] = nparray.scalar "float64"(%[[B]]) : (f32) -> f64
// CHECK: %[[A:.*]] = affine.load %{{.*}} : memref<?xf64>
// CHECK: %[[S:.*]] = arith.addf %[[C]], %[[A]] : f64
// CHECK: nparray.scalar "float32"(%[[S]]) : (f64) -> f32
func.func private @"narrowing_update$version0"(%a: !nparray.array<?xf64> {py.name = "a", py.kind = "array"}, %b: !nparray.array<?xf32> {py.name = "b", py.kind = "array"}) attributes {nparray.kernel = "narrowing_update"} {
  nparray.store %a, %b {update = "add"} : !nparray.array<?xf64>, !nparray.array<?xf32>
  return
}

// A number that ints cannot be compared with as ints.
// CHECK-LABEL: @compared$version0(
// CHECK: %[[A:.*]] = affine.load %{{.*}} : memref<?xi64>
// CHECK: nparray.scalar "float64"(%[[A]]) : (i64) -> f64
// CHECK: arith.cmpf
func.func private @"compared$version0"(%a: !nparray.array<?xi64> {py.name = "a", py.kind = "array"}, %b: !nparray.array<?xi1> {py.name = "b", py.kind = "array"}) attributes {nparray.kernel = "compared"} {
  %h = nparray.constant(5.000000e-01 : f64) : <f64>
  %s = nparray.call "numpy.less"(%a, %h) : (!nparray.array<?xi64>, !nparray.array<f64>) -> !nparray.array<?xi1>
  nparray.store %s, %b : !nparray.array<?xi1>, !nparray.array<?xi1>
  return
}
