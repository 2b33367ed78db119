// RUN: automphc-opt %s --pass-pipeline='builtin.module(raise-affine-to-nparray{block=8})' | FileCheck %s
// RUN: automphc-opt %s --verify-diagnostics --pass-pipeline='builtin.module(raise-affine-to-nparray{fp=strict})' | FileCheck %s --check-prefix=STRICT
// Options: rows per block of a triangle; sums in their own order.

// CHECK-LABEL: @triangle$version0(
// CHECK: affine.for {{.*}} step 8 {
// CHECK-NEXT: affine.min
// STRICT: @triangle$version0(
func.func private @"triangle$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %c: memref<?x?xf64> {py.name = "c", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "triangle"} {
  affine.for %i = 0 to %n {
    affine.for %j = affine_map<(d0) -> (d0)>(%i) to %n {
      %x = affine.load %a[%i, %j] : memref<?x?xf64>
      affine.store %x, %c[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// CHECK-LABEL: @row_sums$version0(
// CHECK: nparray.call "numpy.sum"
// STRICT-NOT: @row_sums
// expected-remark@+1 {{row_sums stays as it is: it has a sum, and --fp=strict keeps the order of its terms}}
func.func private @"row_sums$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %x: memref<?xf64> {py.name = "x", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "row_sums"} {
  affine.for %i = 0 to %n {
    affine.for %k = 0 to %m {
      %s = affine.load %x[%i] : memref<?xf64>
      %y = affine.load %a[%i, %k] : memref<?x?xf64>
      %u = arith.addf %s, %y : f64
      affine.store %u, %x[%i] : memref<?xf64>
    }
  }
  return
}
