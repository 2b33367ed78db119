// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-contract)' | FileCheck %s
// Temporaries that keep their axes.

// A step reads what the step before it stored.
// CHECK-LABEL: @earlier$version0(
// CHECK: memref.alloc(%{{.*}}) : memref<?xf64>
func.func private @"earlier$version0"(%y: memref<?xf64> {py.name = "y", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "earlier"} {
  %t = memref.alloc(%n) : memref<?xf64>
  affine.for %k = 1 to %n {
    %0 = affine.load %y[%k] : memref<?xf64>
    affine.store %0, %t[%k] : memref<?xf64>
    %1 = affine.load %t[%k - 1] : memref<?xf64>
    affine.store %1, %y[%k] : memref<?xf64>
  }
  return
}

// Another nest reads it.
// CHECK-LABEL: @later$version0(
// CHECK: memref.alloc(%{{.*}}) : memref<?xf64>
func.func private @"later$version0"(%y: memref<?xf64> {py.name = "y", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "later"} {
  %t = memref.alloc(%n) : memref<?xf64>
  affine.for %k = 0 to %n {
    %0 = affine.load %y[%k] : memref<?xf64>
    affine.store %0, %t[%k] : memref<?xf64>
    %1 = affine.load %t[%k] : memref<?xf64>
    affine.store %1, %y[0] : memref<?xf64>
  }
  affine.for %k = 0 to %n {
    %2 = affine.load %t[%k] : memref<?xf64>
    affine.store %2, %y[%k] : memref<?xf64>
  }
  return
}

// What a step reads first was stored in another round of the outer loop.
// CHECK-LABEL: @rounds$version0(
// CHECK: memref.alloc(%{{.*}}) : memref<?xf64>
func.func private @"rounds$version0"(%y: memref<?xf64> {py.name = "y", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "rounds"} {
  %t = memref.alloc(%n) : memref<?xf64>
  affine.for %s = 0 to %n {
    affine.for %k = 0 to %n {
      %1 = affine.load %t[%k] : memref<?xf64>
      affine.store %1, %y[0] : memref<?xf64>
      %0 = affine.load %y[%k] : memref<?xf64>
      affine.store %0, %t[%k] : memref<?xf64>
    }
  }
  return
}

// The program's own array: it may look at it.
// CHECK-LABEL: @named$version0(
// CHECK: memref.alloc(%{{.*}}) {name = "t"} : memref<?xf64>
func.func private @"named$version0"(%y: memref<?xf64> {py.name = "y", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "named"} {
  %t = memref.alloc(%n) {name = "t"} : memref<?xf64>
  affine.for %k = 0 to %n {
    %0 = affine.load %y[%k] : memref<?xf64>
    affine.store %0, %t[%k] : memref<?xf64>
    %1 = affine.load %t[%k] : memref<?xf64>
    affine.store %1, %y[0] : memref<?xf64>
  }
  return
}

// A statement on whole arrays reads it.
// CHECK-LABEL: @elsewhere$version0(
// CHECK: %[[T:.*]] = memref.alloc(%{{.*}}) : memref<?xf64>
// CHECK: nparray.store %[[T]]
func.func private @"elsewhere$version0"(%y: memref<?xf64> {py.name = "y", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "elsewhere"} {
  %t = memref.alloc(%n) : memref<?xf64>
  affine.for %k = 0 to %n {
    %0 = affine.load %y[%k] : memref<?xf64>
    affine.store %0, %t[%k] : memref<?xf64>
    %1 = affine.load %t[%k] : memref<?xf64>
    affine.store %1, %y[0] : memref<?xf64>
  }
  nparray.store %t, %y : memref<?xf64>, memref<?xf64>
  return
}
