// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-skew)' | FileCheck %s
// Nests that keep their loops.

// The inner loop carries nothing: it is one call already.
// CHECK-LABEL: @rows$version0(
// CHECK-NOT: memref.alloc
// CHECK: return
func.func private @"rows$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "rows"} {
  affine.for %i = 1 to %n {
    affine.for %j = 0 to %m {
      %0 = affine.load %a[%i - 1, %j] : memref<?x?xf64>
      affine.store %0, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// Two to the right in the row above: earlier waves do not have it.
// CHECK-LABEL: @far$version0(
// CHECK-NOT: memref.alloc
// CHECK: return
func.func private @"far$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "far"} {
  affine.for %i = 1 to %n {
    affine.for %j = 1 to affine_map<(d0) -> (d0 - 2)>(%m) {
      %0 = affine.load %a[%i - 1, %j + 2] : memref<?x?xf64>
      %1 = affine.load %a[%i, %j - 1] : memref<?x?xf64>
      %2 = arith.addf %0, %1 : f64
      affine.store %2, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// Another nest in the loop over steps reads the array by rows.
// CHECK-LABEL: @shared$version0(
// CHECK-NOT: memref.alloc
// CHECK: return
func.func private @"shared$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "shared"} {
  affine.for %t = 0 to %n {
    affine.for %i = 1 to %n {
      affine.for %j = 1 to %m {
        %0 = affine.load %a[%i - 1, %j] : memref<?x?xf64>
        %1 = affine.load %a[%i, %j - 1] : memref<?x?xf64>
        %2 = arith.addf %0, %1 : f64
        affine.store %2, %a[%i, %j] : memref<?x?xf64>
      }
    }
    affine.for %j = 1 to %m {
      %3 = affine.load %a[%t, %j] : memref<?x?xf64>
      affine.store %3, %b[%j] : memref<?xf64>
    }
  }
  return
}

// A function that raises must find the array as the program leaves it.
// CHECK-LABEL: @root$version0(
// CHECK-NOT: memref.alloc
// CHECK: return
func.func private @"root$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "root"} {
  affine.for %i = 1 to %n {
    affine.for %j = 1 to %m {
      %0 = affine.load %a[%i - 1, %j] : memref<?x?xf64>
      %1 = affine.load %a[%i, %j - 1] : memref<?x?xf64>
      %2 = arith.addf %0, %1 : f64
      %3 = nparray.scalar "math.sqrt"(%2) : (f64) -> f64
      affine.store %3, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}
