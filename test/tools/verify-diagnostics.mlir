// RUN: not automphc-opt %s --verify-diagnostics --pass-pipeline='builtin.module(raise-affine-to-nparray)' 2>&1 | FileCheck %s
// An expected remark that no pass gives is an error, and so is one that is not expected.

// CHECK: remark: 1 loops became numpy.multiply
// CHECK: error: expected remark "no such remark" was not produced
func.func private @"k$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "k"} {
  // expected-remark@+1 {{no such remark}}
  affine.for %i = 0 to %n {
    %x = affine.load %a[%i] : memref<?xf64>
    %y = arith.mulf %x, %x : f64
    affine.store %y, %a[%i] : memref<?xf64>
  }
  return
}
