// RUN: automphc-opt %s --pass-pipeline='builtin.module(convert-nparray-to-affine)' --verify-diagnostics | FileCheck %s
// Versions that are dropped, and why.

// CHECK-NOT: func.func

// An opaque function whose result has a size that depends on the data.
// expected-remark@+1 {{opaque stays as it is: a size that depends on the data}}
func.func private @"opaque$version0"(%a: !nparray.array<?xf64> {py.name = "a", py.kind = "array"}, %b: !nparray.array<?xf64> {py.name = "b", py.kind = "array"}) attributes {nparray.kernel = "opaque"} {
  %f = nparray.call "numpy.unique"(%a) : (!nparray.array<?xf64>) -> !nparray.array<?xf64>
  nparray.store %f, %b : !nparray.array<?xf64>, !nparray.array<?xf64>
  return
}

// A loop with a step.
// expected-remark@+1 {{stepped stays as it is: a loop whose bounds or step are not affine}}
func.func private @"stepped$version0"(%a: !nparray.array<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "stepped"} {
  %o = nparray.constant(1.0 : f64) : <f64>
  affine.for %i = 0 to %n step 2 {
    %v = nparray.view %a[%i] {axes = ["index"]} : !nparray.array<?xf64> -> <f64>
    nparray.store %o, %v : !nparray.array<f64>, !nparray.array<f64>
  }
  return
}

// An index that is out of range whatever the input.
// expected-remark@+1 {{out_of_range stays as it is: an index is out of range for every input}}
func.func private @"out_of_range$version0"(%a: !nparray.array<?xf64> {py.name = "a", py.kind = "array"}) attributes {nparray.kernel = "out_of_range"} {
  %m = arith.constant -1 : index
  %o = nparray.constant(1.0 : f64) : <f64>
  %v = nparray.view %a[%m] {axes = ["index"]} : !nparray.array<?xf64> -> <f64>
  nparray.store %o, %v : !nparray.array<f64>, !nparray.array<f64>
  return
}

// A condition with an else branch: the dependence analysis would take it for the condition of both.
// expected-remark@+1 {{condition stays as it is: a condition with an else branch}}
func.func private @"condition$version0"(%a: !nparray.array<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "condition"} {
  %o = nparray.constant(1.0 : f64) : <f64>
  affine.for %i = 0 to %n {
    affine.if affine_set<(d0) : (d0 - 1 >= 0)>(%i) {
      %v = nparray.view %a[%i] {axes = ["index"]} : !nparray.array<?xf64> -> <f64>
      nparray.store %o, %v : !nparray.array<f64>, !nparray.array<f64>
    } else {
      %v = nparray.view %a[%i] {axes = ["index"]} : !nparray.array<?xf64> -> <f64>
      nparray.store %o, %v : !nparray.array<f64>, !nparray.array<f64>
    }
  }
  return
}

// A condition of `where` that is complex.
// expected-remark@+1 {{chosen stays as it is: numpy.where with a complex condition}}
func.func private @"chosen$version0"(%a: !nparray.array<?xcomplex<f64>> {py.name = "a", py.kind = "array"}, %b: !nparray.array<?xf64> {py.name = "b", py.kind = "array"}) attributes {nparray.kernel = "chosen"} {
  %w = nparray.call "numpy.where"(%a, %b, %b) : (!nparray.array<?xcomplex<f64>>, !nparray.array<?xf64>, !nparray.array<?xf64>) -> !nparray.array<?xf64>
  nparray.store %w, %b : !nparray.array<?xf64>, !nparray.array<?xf64>
  return
}

// An int that does not fit wraps around as one of many, and raises alone.
// expected-remark@+1 {{narrowed stays as it is: a store that converts the element type}}
func.func private @"narrowed$version0"(%a: !nparray.array<?xi64> {py.name = "a", py.kind = "array"}, %b: !nparray.array<?xi32> {py.name = "b", py.kind = "array"}) attributes {nparray.kernel = "narrowed"} {
  %s = nparray.call "numpy.add"(%a, %b) : (!nparray.array<?xi64>, !nparray.array<?xi32>) -> !nparray.array<?xi64>
  nparray.store %s, %b : !nparray.array<?xi64>, !nparray.array<?xi32>
  return
}

// Complex numbers have no order that `arith` compares by.
// expected-remark@+1 {{compared stays as it is: numpy.less compares complex numbers}}
func.func private @"compared$version0"(%a: !nparray.array<?xcomplex<f64>> {py.name = "a", py.kind = "array"}, %b: !nparray.array<?xcomplex<f64>> {py.name = "b", py.kind = "array"}) attributes {nparray.kernel = "compared"} {
  %c = nparray.call "numpy.less"(%a, %b) : (!nparray.array<?xcomplex<f64>>, !nparray.array<?xcomplex<f64>>) -> !nparray.array<?xi1>
  %w = nparray.call "numpy.where"(%c, %a, %b) : (!nparray.array<?xi1>, !nparray.array<?xcomplex<f64>>, !nparray.array<?xcomplex<f64>>) -> !nparray.array<?xcomplex<f64>>
  nparray.store %w, %b : !nparray.array<?xcomplex<f64>>, !nparray.array<?xcomplex<f64>>
  return
}
