// RUN: automphc-opt %s --pass-pipeline='builtin.module(nparray-delinearize)' --verify-diagnostics | FileCheck %s
// Arrays that keep their one axis.

// Affine already.
// CHECK-LABEL: @affine$version0(
// CHECK-SAME: !nparray.array<?xf64>
func.func private @"affine$version0"(%a: !nparray.array<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "affine"} {
  %o = nparray.constant(1.0 : f64) : <f64>
  affine.for %i = 0 to %n {
    %at = affine.apply affine_map<(d0) -> (d0 * 2)>(%i)
    %v = nparray.view %a[%at] {axes = ["index"]} : !nparray.array<?xf64> -> <f64>
    nparray.store %o, %v : !nparray.array<f64>, !nparray.array<f64>
  }
  return
}

// Rows of n here, of m there.
// CHECK-LABEL: @strides$version0(
// CHECK-SAME: !nparray.array<?xf64>
func.func private @"strides$version0"(%a: !nparray.array<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "strides"} {
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %m {
      %ni = arith.muli %n, %i : index
      %from = arith.addi %ni, %j : index
      // expected-remark@+1 {{stays one axis: the strides of the flat array are no sizes of axes}}
      %v = nparray.view %a[%from] {axes = ["index"]} : !nparray.array<?xf64> -> <f64>
      %mi = arith.muli %m, %i : index
      %to = arith.addi %mi, %j : index
      %w = nparray.view %a[%to] {axes = ["index"]} : !nparray.array<?xf64> -> <f64>
      nparray.store %v, %w : !nparray.array<f64>, !nparray.array<f64>
    }
  }
  return
}

// Its length is used too.
// CHECK-LABEL: @length$version0(
// CHECK-SAME: !nparray.array<?xf64>
func.func private @"length$version0"(%a: !nparray.array<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "length"} {
  %o = nparray.constant(1.0 : f64) : <f64>
  %size = nparray.dim %a, 0 : !nparray.array<?xf64>
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %size {
      %ni = arith.muli %n, %i : index
      %at = arith.addi %ni, %j : index
      // expected-remark@+1 {{stays one axis: the flat array is not only read and written by subscripts}}
      %v = nparray.view %a[%at] {axes = ["index"]} : !nparray.array<?xf64> -> <f64>
      nparray.store %o, %v : !nparray.array<f64>, !nparray.array<f64>
    }
  }
  return
}

// Two sizes beside the loop variable of one axis.
// CHECK-LABEL: @padded$version0(
// CHECK-SAME: !nparray.array<?xf64>
func.func private @"padded$version0"(%a: !nparray.array<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "padded"} {
  %o = nparray.constant(1.0 : f64) : <f64>
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %n {
      %nm = arith.muli %n, %m : index
      %nmi = arith.muli %nm, %i : index
      %at = arith.addi %nmi, %j : index
      // expected-remark@+1 {{stays one axis: the strides of the flat array are no sizes of axes}}
      %v = nparray.view %a[%at] {axes = ["index"]} : !nparray.array<?xf64> -> <f64>
      nparray.store %o, %v : !nparray.array<f64>, !nparray.array<f64>
    }
  }
  return
}
