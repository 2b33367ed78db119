// RUN: automphc-opt %s --split-input-file --verify-diagnostics --pass-pipeline='builtin.module(affine-guard-memory)' | FileCheck %s
// Every part of the file is a module of its own; remarks are matched in each.

// CHECK: module
// CHECK: nparray.guard "writeable"
func.func private @"k$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "k"} {
  affine.for %i = 0 to %n {
    %c = arith.constant 1.0 : f64
    affine.store %c, %a[%i] : memref<?xf64>
  }
  return
}

// -----

// CHECK: module
// CHECK-NOT: func.func
// expected-remark@+1 {{k stays as it is: a list is written at elements that are no affine function of its loops}}
func.func private @"k$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "list"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "k"} {
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %n {
      %c = arith.constant 1.0 : f64
      affine.store %c, %a[%i + %j] : memref<?xf64>
    }
  }
  return
}
