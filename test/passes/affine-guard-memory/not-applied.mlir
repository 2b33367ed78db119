// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-guard-memory)' --verify-diagnostics | FileCheck %s
// Versions that are dropped: cells that cannot be described.

// The sum of two loop variables names a cell more than once.
// expected-remark@+1 {{diagonal_sum stays as it is: a list is written at elements that are no affine function of its loops}}
func.func private @"diagonal_sum$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "list"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "diagonal_sum"} {
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %n {
      %z = arith.constant 1.0 : f64
      affine.store %z, %a[%i + %j] : memref<?xf64>
    }
  }
  return
}

// No input satisfies both conditions.
// expected-remark@+1 {{impossible stays as it is: its conditions on sizes exclude each other}}
func.func private @"impossible$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "impossible"} {
  nparray.guard "bounds"(%n) {set = affine_set<()[s0] : (s0 - 2 >= 0)>} : index
  nparray.guard "bounds"(%n) {set = affine_set<()[s0] : (-s0 + 1 >= 0)>} : index
  affine.for %i = 0 to %n {
    %z = arith.constant 1.0 : f64
    affine.store %z, %a[%i] : memref<?xf64>
  }
  return
}

// The same writes to an array need no description.
// CHECK-LABEL: @array$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: nparray.guard "writeable"(%[[A]])
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to %[[N]] {
// CHECK-NEXT:   %[[C:.*]] = arith.constant 1.000000e+00 : f64
// CHECK-NEXT:   affine.store %[[C]], %[[A]][%[[I]] * 2]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"array$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "array"} {
  affine.for %i = 0 to %n {
    %z = arith.constant 1.0 : f64
    affine.store %z, %a[2 * %i] : memref<?xf64>
  }
  return
}
