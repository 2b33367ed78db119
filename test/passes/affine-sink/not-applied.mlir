// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-sink)' | FileCheck %s
// Resets that stay in front of the loop.

// The step before reads an element that its own step would only then reset.
// CHECK-LABEL: @read_ahead$version0(
// CHECK:      affine.for
// CHECK-NEXT:   arith.constant
// CHECK-NEXT:   affine.store
// CHECK-NEXT: }
// CHECK-NEXT: affine.for
func.func private @"read_ahead$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %s: memref<?xf64> {py.name = "s", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "read_ahead"} {
  affine.for %k = 0 to %n {
    %zero = arith.constant 0.0 : f64
    affine.store %zero, %s[%k] : memref<?xf64>
  }
  affine.for %k = 0 to %n {
    affine.for %i = 0 to %n {
      %0 = affine.load %s[%k] : memref<?xf64>
      %1 = affine.load %a[%i] : memref<?xf64>
      %2 = arith.addf %0, %1 : f64
      affine.store %2, %s[%k] : memref<?xf64>
    }
    affine.for %i = affine_map<(d0) -> (d0 + 1)>(%k) to %n {
      %3 = affine.load %s[%i] : memref<?xf64>
      affine.store %3, %a[%i] : memref<?xf64>
    }
  }
  return
}

// It resets what no step adds up.
// CHECK-LABEL: @more$version0(
// CHECK:      affine.for
// CHECK-NEXT:   arith.constant
// CHECK-NEXT:   affine.store
// CHECK-NEXT: }
// CHECK-NEXT: affine.for
func.func private @"more$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %s: memref<?xf64> {py.name = "s", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "more"} {
  affine.for %k = 0 to %m {
    %zero = arith.constant 0.0 : f64
    affine.store %zero, %s[%k] : memref<?xf64>
  }
  affine.for %k = 0 to %n {
    affine.for %i = 0 to affine_map<(d0) -> (d0)>(%k) {
      %0 = affine.load %s[%k] : memref<?xf64>
      %1 = affine.load %a[%i] : memref<?xf64>
      %2 = arith.addf %0, %1 : f64
      affine.store %2, %s[%k] : memref<?xf64>
    }
    %3 = affine.load %s[%k] : memref<?xf64>
    affine.store %3, %a[%k] : memref<?xf64>
  }
  return
}

// Another value than the sum's neutral element.
// CHECK-LABEL: @start$version0(
// CHECK:      affine.for
// CHECK-NEXT:   arith.constant
// CHECK-NEXT:   affine.store
// CHECK-NEXT: }
// CHECK-NEXT: affine.for
func.func private @"start$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %s: memref<?xf64> {py.name = "s", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "start"} {
  affine.for %k = 0 to %n {
    %one = arith.constant 1.0 : f64
    affine.store %one, %s[%k] : memref<?xf64>
  }
  affine.for %k = 0 to %n {
    affine.for %i = 0 to affine_map<(d0) -> (d0)>(%k) {
      %0 = affine.load %s[%k] : memref<?xf64>
      %1 = affine.load %a[%i] : memref<?xf64>
      %2 = arith.addf %0, %1 : f64
      affine.store %2, %s[%k] : memref<?xf64>
    }
    %3 = affine.load %s[%k] : memref<?xf64>
    affine.store %3, %a[%k] : memref<?xf64>
  }
  return
}
