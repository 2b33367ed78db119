// RUN: automphc-opt %s --pass-pipeline='builtin.module(convert-nparray-to-affine)' --verify-diagnostics | FileCheck %s
// Versions that are dropped, and why.

// CHECK-NOT: func.func

// No equation: the function is opaque.
// expected-remark@+1 {{opaque stays as it is: numpy.fft.fft has no equation in the knowledge base}}
func.func private @"opaque$version0"(%a: !nparray.array<?xf64> {py.name = "a", py.kind = "array"}, %b: !nparray.array<?xf64> {py.name = "b", py.kind = "array"}) attributes {nparray.kernel = "opaque"} {
  %f = nparray.call "numpy.fft.fft"(%a) : (!nparray.array<?xf64>) -> !nparray.array<?xcomplex<f64>>
  nparray.store %f, %b : !nparray.array<?xcomplex<f64>>, !nparray.array<?xf64>
  return
}

// Every other element.
// expected-remark@+1 {{strided stays as it is: a slice with step 2}}
func.func private @"strided$version0"(%a: !nparray.array<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "strided"} {
  %zero = arith.constant 0 : index
  %o = nparray.constant(1.0 : f64) : <f64>
  %v = nparray.view %a[%zero, %n] {axes = ["slice"], steps = array<i64: 2>} : !nparray.array<?xf64> -> <?xf64>
  nparray.store %o, %v : !nparray.array<f64>, !nparray.array<?xf64>
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

// A condition.
// expected-remark@+1 {{condition stays as it is: 'affine.if' is not expanded to affine loops yet}}
func.func private @"condition$version0"(%a: !nparray.array<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "condition"} {
  %o = nparray.constant(1.0 : f64) : <f64>
  affine.for %i = 0 to %n {
    affine.if affine_set<(d0) : (d0 - 1 >= 0)>(%i) {
      %v = nparray.view %a[%i] {axes = ["index"]} : !nparray.array<?xf64> -> <f64>
      nparray.store %o, %v : !nparray.array<f64>, !nparray.array<f64>
    }
  }
  return
}

// Operands of two element types.
// expected-remark@+1 {{mixed stays as it is: numpy.add mixes element types}}
func.func private @"mixed$version0"(%a: !nparray.array<?xf64> {py.name = "a", py.kind = "array"}, %b: !nparray.array<?xf32> {py.name = "b", py.kind = "array"}) attributes {nparray.kernel = "mixed"} {
  %s = nparray.call "numpy.add"(%a, %b) : (!nparray.array<?xf64>, !nparray.array<?xf32>) -> !nparray.array<?xf64>
  nparray.store %s, %a : !nparray.array<?xf64>, !nparray.array<?xf64>
  return
}
