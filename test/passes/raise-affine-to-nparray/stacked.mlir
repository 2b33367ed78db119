// RUN: automphc-opt %s --pass-pipeline='builtin.module(raise-affine-to-nparray)' | FileCheck %s
// RUN: automphc-opt %s --pass-pipeline='builtin.module(raise-affine-to-nparray{fp=strict})' | FileCheck %s --check-prefix=STRICT
// Several rank-1 updates are one product of stacked factors, by strips of rows.

// CHECK-LABEL: @two_updates$version0(
// CHECK: %[[COLUMNS:.*]] = memref.alloc({{.*}}) : memref<?x?xf64>
// CHECK: nparray.view %arg1[
// CHECK: nparray.view %arg3[
// CHECK: %[[ROWS:.*]] = memref.alloc({{.*}}) : memref<?x?xf64>
// CHECK: nparray.view %arg2[
// CHECK: nparray.view %arg4[
// CHECK: affine.for %{{.*}} step 64 {
// CHECK:   %[[LEFT:.*]] = nparray.view %[[COLUMNS]]
// CHECK:   %[[RIGHT:.*]] = nparray.view %[[ROWS]]
// CHECK:   %[[PRODUCT:.*]] = nparray.call "numpy.matmul"(%[[LEFT]], %[[RIGHT]])
// CHECK:   nparray.store %[[PRODUCT]], %{{.*}} {update = "add"}
// STRICT-LABEL: @two_updates$version0(
// STRICT-NOT: numpy.matmul
func.func private @"two_updates$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %u: memref<?xf64> {py.name = "u", py.kind = "array"}, %v: memref<?xf64> {py.name = "v", py.kind = "array"}, %x: memref<?xf64> {py.name = "x", py.kind = "array"}, %y: memref<?xf64> {py.name = "y", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "two_updates"} {
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %m {
      %0 = affine.load %a[%i, %j] : memref<?x?xf64>
      %1 = affine.load %u[%i] : memref<?xf64>
      %2 = affine.load %v[%j] : memref<?xf64>
      %3 = arith.mulf %1, %2 : f64
      %4 = affine.load %x[%i] : memref<?xf64>
      %5 = affine.load %y[%j] : memref<?xf64>
      %6 = arith.mulf %4, %5 : f64
      %7 = arith.addf %3, %6 : f64
      %8 = arith.addf %0, %7 : f64
      affine.store %8, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// One product gains nothing from a stack.
// CHECK-LABEL: @one_update$version0(
// CHECK-NOT: numpy.matmul
func.func private @"one_update$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %u: memref<?xf64> {py.name = "u", py.kind = "array"}, %v: memref<?xf64> {py.name = "v", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "one_update"} {
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %m {
      %0 = affine.load %a[%i, %j] : memref<?x?xf64>
      %1 = affine.load %u[%i] : memref<?xf64>
      %2 = affine.load %v[%j] : memref<?xf64>
      %3 = arith.mulf %1, %2 : f64
      %4 = arith.addf %0, %3 : f64
      affine.store %4, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// A factor that varies along both loops is no column and no row.
// CHECK-LABEL: @factor_of_both$version0(
// CHECK-NOT: numpy.matmul
func.func private @"factor_of_both$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?x?xf64> {py.name = "b", py.kind = "array"}, %u: memref<?xf64> {py.name = "u", py.kind = "array"}, %v: memref<?xf64> {py.name = "v", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "factor_of_both"} {
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %m {
      %0 = affine.load %a[%i, %j] : memref<?x?xf64>
      %1 = affine.load %u[%i] : memref<?xf64>
      %2 = affine.load %v[%j] : memref<?xf64>
      %3 = arith.mulf %1, %2 : f64
      %4 = affine.load %b[%i, %j] : memref<?x?xf64>
      %5 = affine.load %v[%j] : memref<?xf64>
      %6 = arith.mulf %4, %5 : f64
      %7 = arith.addf %3, %6 : f64
      %8 = arith.addf %0, %7 : f64
      affine.store %8, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// Sums of ints are exact as they are, and no product of BLAS.
// CHECK-LABEL: @ints$version0(
// CHECK-NOT: numpy.matmul
func.func private @"ints$version0"(%a: memref<?x?xi64> {py.name = "a", py.kind = "array"}, %u: memref<?xi64> {py.name = "u", py.kind = "array"}, %v: memref<?xi64> {py.name = "v", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "ints"} {
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %m {
      %1 = affine.load %u[%i] : memref<?xi64>
      %2 = affine.load %v[%j] : memref<?xi64>
      %3 = arith.muli %1, %2 : i64
      %6 = arith.muli %2, %1 : i64
      %7 = arith.addi %3, %6 : i64
      affine.store %7, %a[%i, %j] : memref<?x?xi64>
    }
  }
  return
}
