// RUN: env AUTOMPHC_PROFILE=%S/inputs/profile.toml automphc-opt %s --split-input-file --pass-pipeline='builtin.module(affine-fuse-parallel)' | FileCheck %s --implicit-check-not=nparray.pfor
// RUN: automphc-opt %s --split-input-file --pass-pipeline='builtin.module(affine-fuse-parallel)' | FileCheck %s --implicit-check-not=nparray.pfor
// Loops that are not cut into tiles.

// Each iteration needs the one before.
// CHECK-LABEL: @recurrence$version0
func.func private @"recurrence$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "recurrence"} {
  affine.for %i = 1 to %n {
    %0 = affine.load %a[%i - 1] : memref<?xf64>
    affine.store %0, %a[%i] : memref<?xf64>
  }
  return
}

// -----

// All iterations add to one element.
// CHECK-LABEL: @sum$version0
func.func private @"sum$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %s: memref<?xf64> {py.name = "s", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "sum"} {
  affine.for %i = 0 to %n {
    %0 = affine.load %s[0] : memref<?xf64>
    %1 = affine.load %a[%i] : memref<?xf64>
    %2 = arith.addf %0, %1 : f64
    affine.store %2, %s[0] : memref<?xf64>
  }
  return
}

// -----

// No two iterations touch one element, but no slice holds what a tile writes.
// CHECK-LABEL: @reversed$version0
func.func private @"reversed$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "reversed"} {
  affine.for %i = 0 to %n {
    %0 = affine.load %a[%i] : memref<?xf64>
    affine.store %0, %b[%n - %i] : memref<?xf64>
  }
  return
}

// -----

// The second half overwrites what the first half reads: exact dependences see that.
// CHECK-LABEL: @halves$version0
func.func private @"halves$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "halves"} {
  affine.for %i = 0 to %n {
    %0 = affine.load %a[%n - %i] : memref<?xf64>
    affine.store %0, %a[%i] : memref<?xf64>
  }
  return
}

// -----

// The tile function is not cut again, and neither are versions on lists.
// CHECK-LABEL: @lists$version0
func.func private @"lists$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "list"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "lists"} {
  affine.for %i = 0 to %n {
    %0 = affine.load %a[%i] : memref<?xf64>
    %1 = arith.addf %0, %0 : f64
    affine.store %1, %a[%i] : memref<?xf64>
  }
  return
}

// -----

// An exception must find the elements as the program leaves them.
// CHECK-LABEL: @raises$version0(
func.func private @"raises$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "raises"} {
  affine.for %i = 0 to %n {
    %0 = affine.load %a[%i] : memref<?xf64>
    %1 = nparray.scalar "math.sqrt"(%0) : (f64) -> f64
    affine.store %1, %b[%i] : memref<?xf64>
  }
  return
}
