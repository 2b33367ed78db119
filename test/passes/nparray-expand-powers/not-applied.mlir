// RUN: automphc-opt %s --pass-pipeline='builtin.module(nparray-expand-powers)' | FileCheck %s
// RUN: automphc-opt %s --pass-pipeline='builtin.module(nparray-expand-powers{fp=strict})' | FileCheck %s --check-prefix=STRICT
// Powers that stay: a square, a root, a quotient, too many factors, complex numbers.

// STRICT-LABEL: @square$version0(
// STRICT-COUNT-5: numpy.power

// CHECK-LABEL: @square$version0(
// CHECK: numpy.power
func.func private @"square$version0"(%x: !nparray.array<?xf64> {py.name = "x", py.kind = "array"}, %y: !nparray.array<?xf64> {py.name = "y", py.kind = "array"}) attributes {nparray.kernel = "square"} {
  %c = nparray.constant(2.0 : f64) : <f64>
  %p = nparray.call "numpy.power"(%x, %c) : (!nparray.array<?xf64>, !nparray.array<f64>) -> !nparray.array<?xf64>
  nparray.store %p, %y : !nparray.array<?xf64>, !nparray.array<?xf64>
  return
}

// CHECK-LABEL: @root$version0(
// CHECK: numpy.power
func.func private @"root$version0"(%x: !nparray.array<?xf64> {py.name = "x", py.kind = "array"}, %y: !nparray.array<?xf64> {py.name = "y", py.kind = "array"}) attributes {nparray.kernel = "root"} {
  %c = nparray.constant(1.5 : f64) : <f64>
  %p = nparray.call "numpy.power"(%x, %c) : (!nparray.array<?xf64>, !nparray.array<f64>) -> !nparray.array<?xf64>
  nparray.store %p, %y : !nparray.array<?xf64>, !nparray.array<?xf64>
  return
}

// CHECK-LABEL: @quotient$version0(
// CHECK: numpy.power
func.func private @"quotient$version0"(%x: !nparray.array<?xf64> {py.name = "x", py.kind = "array"}, %y: !nparray.array<?xf64> {py.name = "y", py.kind = "array"}) attributes {nparray.kernel = "quotient"} {
  %c = nparray.constant(-3.0 : f64) : <f64>
  %p = nparray.call "numpy.power"(%x, %c) : (!nparray.array<?xf64>, !nparray.array<f64>) -> !nparray.array<?xf64>
  nparray.store %p, %y : !nparray.array<?xf64>, !nparray.array<?xf64>
  return
}

// CHECK-LABEL: @many$version0(
// CHECK: numpy.power
func.func private @"many$version0"(%x: !nparray.array<?xf64> {py.name = "x", py.kind = "array"}, %y: !nparray.array<?xf64> {py.name = "y", py.kind = "array"}) attributes {nparray.kernel = "many"} {
  %c = nparray.constant(17.0 : f64) : <f64>
  %p = nparray.call "numpy.power"(%x, %c) : (!nparray.array<?xf64>, !nparray.array<f64>) -> !nparray.array<?xf64>
  nparray.store %p, %y : !nparray.array<?xf64>, !nparray.array<?xf64>
  return
}

// The result is wider than the operand.
// CHECK-LABEL: @wider$version0(
// CHECK: numpy.power
func.func private @"wider$version0"(%x: !nparray.array<?xf32> {py.name = "x", py.kind = "array"}, %y: !nparray.array<?xf64> {py.name = "y", py.kind = "array"}) attributes {nparray.kernel = "wider"} {
  %c = nparray.constant(3.0 : f64) : <f64>
  %p = nparray.call "numpy.power"(%x, %c) : (!nparray.array<?xf32>, !nparray.array<f64>) -> !nparray.array<?xf64>
  nparray.store %p, %y : !nparray.array<?xf64>, !nparray.array<?xf64>
  return
}

// STRICT-LABEL: @cube$version0(
// STRICT: numpy.power
func.func private @"cube$version0"(%x: !nparray.array<?xf64> {py.name = "x", py.kind = "array"}, %y: !nparray.array<?xf64> {py.name = "y", py.kind = "array"}) attributes {nparray.kernel = "cube"} {
  %c = nparray.constant(3.0 : f64) : <f64>
  %p = nparray.call "numpy.power"(%x, %c) : (!nparray.array<?xf64>, !nparray.array<f64>) -> !nparray.array<?xf64>
  nparray.store %p, %y : !nparray.array<?xf64>, !nparray.array<?xf64>
  return
}
