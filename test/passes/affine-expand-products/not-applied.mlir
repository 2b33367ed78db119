// RUN: automphc-opt %s --split-input-file --pass-pipeline='builtin.module(affine-expand-products)' | FileCheck %s --implicit-check-not=nparray.guard --implicit-check-not=memref.alloc

// Rows of a product of matrices share the sum in brackets: it is one array, used by all.
// CHECK-LABEL: @shared$version0
func.func private @"shared$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?x?xf64> {py.name = "b", py.kind = "array"}, %x: memref<?xf64> {py.name = "x", py.kind = "array"}, %out: memref<?x?xf64> {py.name = "out", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "shared"} {
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %n {
      affine.for %k = 0 to %n {
        %0 = affine.load %out[%i, %j] : memref<?x?xf64>
        %1 = affine.load %a[%i, %k] : memref<?x?xf64>
        %2 = affine.load %b[%k, %j] : memref<?x?xf64>
        %3 = affine.load %x[%j] : memref<?xf64>
        %4 = arith.addf %2, %3 : f64
        %5 = arith.mulf %1, %4 : f64
        %6 = arith.addf %0, %5 : f64
        affine.store %6, %out[%i, %j] : memref<?x?xf64>
      }
    }
  }
  return
}

// -----

// The factor that would leave is written in the nest.
// CHECK-LABEL: @written$version0
func.func private @"written$version0"(%c: memref<?xf64> {py.name = "c", py.kind = "array"}, %x: memref<?xf64> {py.name = "x", py.kind = "array"}, %n: memref<?x?xf64> {py.name = "n", py.kind = "array"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "written"} {
  affine.for %s = 0 to %m {
    affine.for %k = 0 to %m {
      %0 = affine.load %x[%s] : memref<?xf64>
      %1 = affine.load %c[%k] : memref<?xf64>
      %2 = affine.load %x[%s + 1] : memref<?xf64>
      %3 = affine.load %n[%k, %s] : memref<?x?xf64>
      %4 = arith.addf %2, %3 : f64
      %5 = arith.mulf %1, %4 : f64
      %6 = arith.addf %0, %5 : f64
      affine.store %6, %x[%s] : memref<?xf64>
    }
  }
  return
}

// -----

// The part that stays reads what is summed up: an earlier row of the result, in the middle of its sum.
// CHECK-LABEL: @in_place$version0
func.func private @"in_place$version0"(%c: memref<?xf64> {py.name = "c", py.kind = "array"}, %x: memref<?x?xf64> {py.name = "x", py.kind = "array"}, %out: memref<?x?xf64> {py.name = "out", py.kind = "array"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "in_place"} {
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %m {
      affine.for %k = 0 to %m {
        %0 = affine.load %out[%i, %j] : memref<?x?xf64>
        %1 = affine.load %c[%k] : memref<?xf64>
        %2 = affine.load %x[%i, %j] : memref<?x?xf64>
        %3 = affine.load %out[%k, %j] : memref<?x?xf64>
        %4 = arith.addf %2, %3 : f64
        %5 = arith.mulf %1, %4 : f64
        %6 = arith.addf %0, %5 : f64
        affine.store %6, %out[%i, %j] : memref<?x?xf64>
      }
    }
  }
  return
}

// -----

// The sum ends elsewhere for each row.
// CHECK-LABEL: @growing_sum$version0(
func.func private @"growing_sum$version0"(%c: memref<?xf64> {py.name = "c", py.kind = "array"}, %g: memref<?xf64> {py.name = "g", py.kind = "array"}, %x: memref<?x?xf64> {py.name = "x", py.kind = "array"}, %n: memref<?x?x?xf64> {py.name = "n", py.kind = "array"}, %out: memref<?x?xf64> {py.name = "out", py.kind = "array"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "growing_sum"} {
  affine.for %p = 0 to %m {
    affine.for %s = 0 to %m {
      affine.for %k = 0 to affine_map<(d0) -> (d0)>(%p) {
        %0 = affine.load %out[%p, %s] : memref<?x?xf64>
        %1 = affine.load %c[%k] : memref<?xf64>
        %2 = affine.load %g[%k] : memref<?xf64>
        %3 = affine.load %x[%p, %s] : memref<?x?xf64>
        %4 = arith.mulf %2, %3 : f64
        %5 = affine.load %n[%p, %k, %s] : memref<?x?x?xf64>
        %6 = arith.addf %4, %5 : f64
        %7 = arith.mulf %1, %6 : f64
        %8 = arith.addf %0, %7 : f64
        affine.store %8, %out[%p, %s] : memref<?x?xf64>
      }
    }
  }
  return
}

// -----

// One factor is of a smaller type.
// CHECK-LABEL: @mixed$version0(
func.func private @"mixed$version0"(%c: memref<?xf32> {py.name = "c", py.kind = "array"}, %g: memref<?xf64> {py.name = "g", py.kind = "array"}, %x: memref<?x?xf64> {py.name = "x", py.kind = "array"}, %n: memref<?x?x?xf64> {py.name = "n", py.kind = "array"}, %out: memref<?x?xf64> {py.name = "out", py.kind = "array"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "mixed"} {
  affine.for %p = 0 to %m {
    affine.for %s = 0 to %m {
      affine.for %k = 0 to %m {
        %0 = affine.load %out[%p, %s] : memref<?x?xf64>
        %c1 = affine.load %c[%k] : memref<?xf32>
        %1 = nparray.scalar "float64"(%c1) : (f32) -> f64
        %2 = affine.load %g[%k] : memref<?xf64>
        %3 = affine.load %x[%p, %s] : memref<?x?xf64>
        %4 = arith.mulf %2, %3 : f64
        %5 = affine.load %n[%p, %k, %s] : memref<?x?x?xf64>
        %6 = arith.addf %4, %5 : f64
        %7 = arith.mulf %1, %6 : f64
        %8 = arith.addf %0, %7 : f64
        affine.store %8, %out[%p, %s] : memref<?x?xf64>
      }
    }
  }
  return
}
