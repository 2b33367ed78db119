// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-reassociate)' | FileCheck %s
// Temporaries that stay.

// The terms read the very element that the sum would change.
// CHECK-LABEL: @own_element$version0(
// CHECK: affine.store %{{.*}}, %[[T:.*]][] : memref<f64>
// CHECK: affine.store %{{.*}}, %[[T]][] : memref<f64>
// CHECK: affine.store %{{.*}}, %{{.*}}[%{{.*}}, %{{.*}}]
func.func private @"own_element$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "own_element"} {
  %t = memref.alloc() : memref<f64>
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %n {
      %zero = arith.constant 0.0 : f64
      affine.store %zero, %t[] : memref<f64>
      affine.for %k = 0 to %n {
        %0 = affine.load %t[] : memref<f64>
        %1 = affine.load %a[%i, %k] : memref<?x?xf64>
        %4 = arith.addf %0, %1 : f64
        affine.store %4, %t[] : memref<f64>
      }
      %5 = affine.load %a[%i, %j] : memref<?x?xf64>
      %6 = affine.load %t[] : memref<f64>
      %7 = arith.subf %5, %6 : f64
      affine.store %7, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// The temporary carries its value into the next iteration.
// CHECK-LABEL: @carried$version0(
// CHECK: affine.store %{{.*}}, %[[T:.*]][] : memref<f64>
// CHECK: affine.store %{{.*}}, %{{.*}}[%{{.*}}, %{{.*}}]
func.func private @"carried$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "carried"} {
  %t = memref.alloc() : memref<f64>
  %zero = arith.constant 0.0 : f64
  affine.store %zero, %t[] : memref<f64>
  affine.for %i = 0 to %n {
    affine.for %j = 0 to affine_map<(d0) -> (d0)>(%i) {
      affine.for %k = 0 to affine_map<(d0) -> (d0)>(%j) {
        %0 = affine.load %t[] : memref<f64>
        %1 = affine.load %a[%i, %k] : memref<?x?xf64>
        %4 = arith.addf %0, %1 : f64
        affine.store %4, %t[] : memref<f64>
      }
      %5 = affine.load %a[%i, %j] : memref<?x?xf64>
      %6 = affine.load %t[] : memref<f64>
      %7 = arith.subf %5, %6 : f64
      affine.store %7, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// A second matrix wants the sum itself.
// CHECK-LABEL: @used_again$version0(
// CHECK: affine.store %{{.*}}, %[[T:.*]][] : memref<f64>
// CHECK: affine.store %{{.*}}, %[[T]][] : memref<f64>
// CHECK: affine.store %{{.*}}, %{{.*}}[%{{.*}}, %{{.*}}]
func.func private @"used_again$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?x?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "used_again"} {
  %t = memref.alloc() : memref<f64>
  affine.for %i = 0 to %n {
    affine.for %j = 0 to affine_map<(d0) -> (d0)>(%i) {
      %zero = arith.constant 0.0 : f64
      affine.store %zero, %t[] : memref<f64>
      affine.for %k = 0 to affine_map<(d0) -> (d0)>(%j) {
        %0 = affine.load %t[] : memref<f64>
        %1 = affine.load %a[%i, %k] : memref<?x?xf64>
        %4 = arith.addf %0, %1 : f64
        affine.store %4, %t[] : memref<f64>
      }
      %5 = affine.load %a[%i, %j] : memref<?x?xf64>
      %6 = affine.load %t[] : memref<f64>
      %7 = arith.subf %5, %6 : f64
      affine.store %7, %a[%i, %j] : memref<?x?xf64>
      %8 = affine.load %t[] : memref<f64>
      affine.store %8, %b[%i, %j] : memref<?x?xf64>
    }
  }
  return
}
