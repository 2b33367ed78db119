// RUN: automphc-opt %s --pass-pipeline='builtin.module(convert-nparray-to-affine)' | FileCheck %s
// Conditions become loops that run at most once; guards hold for the domain that is left.

// Of a[i - 1] it is enough that n - 1 is in range: the condition leaves out i = 0.
// CHECK-LABEL: @condition$version0(
// CHECK-NOT: -1 >= 0
// CHECK: affine.for %[[I:.*]] = 0 to
// CHECK-NEXT: affine.for %{{.*}} = 0 to min #{{.*}}(%[[I]]) {
// CHECK: affine.load %{{.*}}[%[[I]] - 1]
func.func private @"condition$version0"(%a: !nparray.array<?xf64> {py.name = "a", py.kind = "array"}, %b: !nparray.array<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "condition"} {
  affine.for %i = 0 to %n {
    affine.if affine_set<(d0) : (d0 - 1 >= 0)>(%i) {
      %k = affine.apply affine_map<(d0) -> (d0 - 1)>(%i)
      %v = nparray.view %a[%k] {axes = ["index"]} : !nparray.array<?xf64> -> <f64>
      %w = nparray.view %b[%i] {axes = ["index"]} : !nparray.array<?xf64> -> <f64>
      nparray.store %v, %w : !nparray.array<f64>, !nparray.array<f64>
    }
  }
  return
}

// Every other element: a loop over the number of steps.
// CHECK-LABEL: @strided$version0(
// CHECK: %[[HALF:.*]] = affine.apply #{{.*}}(%{{.*}})
// CHECK: affine.for %[[I:.*]] = 0 to #{{.*}}(%[[HALF]]) {
// CHECK: affine.store %{{.*}}, %{{.*}}[%[[I]] * 2]
func.func private @"strided$version0"(%a: !nparray.array<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "strided"} {
  %zero = arith.constant 0 : index
  %o = nparray.constant(1.0 : f64) : <f64>
  %v = nparray.view %a[%zero, %n] {axes = ["slice"], steps = array<i64: 2>} : !nparray.array<?xf64> -> <?xf64>
  nparray.store %o, %v : !nparray.array<f64>, !nparray.array<?xf64>
  return
}

// The inner loop starts two further on: its bounds are out of order in the last row alone.
// CHECK-LABEL: @two_off$version0(
// CHECK: affine.for %[[I:.*]] = 0 to
// CHECK: affine.for %{{.*}} = #{{.*}}(%[[I]]) to
func.func private @"two_off$version0"(%a: !nparray.array<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "two_off"} {
  %o = nparray.constant(1.0 : f64) : <f64>
  affine.for %i = 0 to %n {
    affine.for %j = affine_map<(d0) -> (d0 + 2)>(%i) to %n {
      %v = nparray.view %a[%i, %j] {axes = ["index", "index"]} : !nparray.array<?x?xf64> -> <f64>
      nparray.store %o, %v : !nparray.array<f64>, !nparray.array<f64>
    }
  }
  return
}
