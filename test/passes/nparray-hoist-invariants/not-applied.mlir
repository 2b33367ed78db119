// RUN: automphc-opt %s --pass-pipeline='builtin.module(nparray-hoist-invariants)' | FileCheck %s
// What may differ between iterations.

// The loop writes what the call reads.
// CHECK-LABEL: @written$version0(
// CHECK: affine.for
// CHECK: nparray.call "numpy.exp"
func.func private @"written$version0"(%x: memref<?xf64> {py.name = "x", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "written"} {
  affine.for %i = 0 to %n {
    %v = nparray.view %x[] {axes = ["all"]} : memref<?xf64> -> <?xf64>
    %e = nparray.call "numpy.exp"(%v) : (!nparray.array<?xf64>) -> !nparray.array<?xf64>
    %t = nparray.view %x[] {axes = ["all"]} : memref<?xf64> -> <?xf64>
    nparray.store %e, %t : !nparray.array<?xf64>, !nparray.array<?xf64>
  }
  return
}

// Text may write anything.
// CHECK-LABEL: @text$version0(
// CHECK: affine.for
// CHECK: nparray.call "numpy.exp"
func.func private @"text$version0"(%x: memref<?xf64> {py.name = "x", py.kind = "array"}, %y: memref<?xf64> {py.name = "y", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "text"} {
  affine.for %i = 0 to %n {
    %v = nparray.view %x[] {axes = ["all"]} : memref<?xf64> -> <?xf64>
    %e = nparray.call "numpy.exp"(%v) : (!nparray.array<?xf64>) -> !nparray.array<?xf64>
    %t = nparray.view %y[] {axes = ["all"]} : memref<?xf64> -> <?xf64>
    nparray.store %e, %t : !nparray.array<?xf64>, !nparray.array<?xf64>
    py.opaque "f(x)" reads ["x"] writes [] because "a call" {span = array<i64: 0, 4>}
  }
  return
}

// The rows of the strip, and a reduction.
// CHECK-LABEL: @rows$version0(
// CHECK: affine.for
// CHECK: nparray.call "numpy.exp"
// CHECK: nparray.call "numpy.sum"
func.func private @"rows$version0"(%x: memref<?x?xf64> {py.name = "x", py.kind = "array"}, %y: memref<?x?xf64> {py.name = "y", py.kind = "array"}, %z: memref<?xf64> {py.name = "z", py.kind = "array"}) attributes {nparray.kernel = "rows"} {
  %n = nparray.dim %x, 0 : memref<?x?xf64>
  affine.for %i = 0 to %n {
    %v = nparray.view %x[%i] {axes = ["index", "all"]} : memref<?x?xf64> -> <?xf64>
    %e = nparray.call "numpy.exp"(%v) : (!nparray.array<?xf64>) -> !nparray.array<?xf64>
    %t = nparray.view %y[%i] {axes = ["index", "all"]} : memref<?x?xf64> -> <?xf64>
    nparray.store %e, %t : !nparray.array<?xf64>, !nparray.array<?xf64>
    %w = nparray.view %z[] {axes = ["all"]} : memref<?xf64> -> <?xf64>
    %s = nparray.call "numpy.sum"(%w) : (!nparray.array<?xf64>) -> !nparray.array<f64>
    %u = nparray.view %y[%i] {axes = ["index", "all"]} : memref<?x?xf64> -> <?xf64>
    nparray.store %s, %u : !nparray.array<f64>, !nparray.array<?xf64>
  }
  return
}
