// RUN: automphc-opt %s --pass-pipeline='builtin.module(nparray-unbox-elements)' | FileCheck %s
// Loops that stay on arrays.

// A call inside needs the array.
// CHECK-LABEL: @call$version0(
// CHECK-NOT: {numbers}
// CHECK: return
func.func private @"call$version0"(%y: memref<?xf64> {py.name = "y", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "call"} {
  %zero = arith.constant 0 : index
  affine.for %i = 1 to %n {
    %0 = affine.load %y[%i - 1] : memref<?xf64>
    affine.store %0, %y[%i] : memref<?xf64>
    %v = nparray.view %y[%zero, %i] {axes = ["slice"]} : memref<?xf64> -> <?xf64>
    nparray.store %v, %v {update = "add"} : !nparray.array<?xf64>, !nparray.array<?xf64>
  }
  return
}

// Elements of another precision.
// CHECK-LABEL: @single$version0(
// CHECK-NOT: {numbers}
// CHECK: return
func.func private @"single$version0"(%y: memref<?xf32> {py.name = "y", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "single"} {
  affine.for %i = 1 to %n {
    %0 = affine.load %y[%i - 1] : memref<?xf32>
    affine.store %0, %y[%i] : memref<?xf32>
  }
  return
}

// What the variable is shows behind the loop.
// CHECK-LABEL: @variable$version0(
// CHECK-NOT: {numbers}
// CHECK: return
func.func private @"variable$version0"(%y: memref<?xf64> {py.name = "y", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "variable"} {
  %s = memref.alloc() {name = "s"} : memref<f64>
  affine.for %i = 1 to %n {
    %0 = affine.load %y[%i] : memref<?xf64>
    affine.store %0, %s[] : memref<f64>
    %1 = affine.load %s[] : memref<f64>
    affine.store %1, %y[%i - 1] : memref<?xf64>
  }
  %2 = affine.load %s[] : memref<f64>
  affine.store %2, %y[0] : memref<?xf64>
  return
}

// A function may raise: the array must be what it was by then.
// CHECK-LABEL: @root$version0(
// CHECK-NOT: {numbers}
// CHECK: return
func.func private @"root$version0"(%y: memref<?xf64> {py.name = "y", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "root"} {
  affine.for %i = 1 to %n {
    %0 = affine.load %y[%i - 1] : memref<?xf64>
    %1 = nparray.scalar "math.sqrt"(%0) : (f64) -> f64
    affine.store %1, %y[%i] : memref<?xf64>
  }
  return
}

// Lists are lists already.
// CHECK-LABEL: @list$version0(
// CHECK-NOT: {numbers}
// CHECK: return
func.func private @"list$version0"(%y: memref<?xf64> {py.name = "y", py.kind = "list"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "list"} {
  affine.for %i = 1 to %n {
    %0 = affine.load %y[%i - 1] : memref<?xf64>
    affine.store %0, %y[%i] : memref<?xf64>
  }
  return
}
