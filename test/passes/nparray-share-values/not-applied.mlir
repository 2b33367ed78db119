// RUN: automphc-opt %s --pass-pipeline='builtin.module(nparray-share-values)' | FileCheck %s
// Values that are computed again.

// What they read is written in between, through a view.
// CHECK-LABEL: @written$version0(
// CHECK-COUNT-2: nparray.call "numpy.exp"
func.func private @"written$version0"(%x: !nparray.array<?xf64> {py.name = "x", py.kind = "array"}, %y: !nparray.array<?xf64> {py.name = "y", py.kind = "array"}) attributes {nparray.kernel = "written"} {
  %0 = nparray.call "numpy.exp"(%x) : (!nparray.array<?xf64>) -> !nparray.array<?xf64>
  %a = nparray.view %x[] {axes = ["all"]} : !nparray.array<?xf64> -> <?xf64>
  nparray.store %0, %a : !nparray.array<?xf64>, !nparray.array<?xf64>
  %1 = nparray.call "numpy.exp"(%x) : (!nparray.array<?xf64>) -> !nparray.array<?xf64>
  nparray.store %1, %y : !nparray.array<?xf64>, !nparray.array<?xf64>
  return
}

// The second one is computed in a loop that writes what it reads.
// CHECK-LABEL: @loop$version0(
// CHECK-COUNT-2: nparray.call "numpy.exp"
func.func private @"loop$version0"(%x: !nparray.array<?xf64> {py.name = "x", py.kind = "array"}, %y: !nparray.array<?xf64> {py.name = "y", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "loop"} {
  %0 = nparray.call "numpy.exp"(%x) : (!nparray.array<?xf64>) -> !nparray.array<?xf64>
  nparray.store %0, %y : !nparray.array<?xf64>, !nparray.array<?xf64>
  affine.for %i = 0 to %n {
    %1 = nparray.call "numpy.exp"(%x) : (!nparray.array<?xf64>) -> !nparray.array<?xf64>
    nparray.store %1, %x : !nparray.array<?xf64>, !nparray.array<?xf64>
  }
  return
}

// Text may write anything.
// CHECK-LABEL: @text$version0(
// CHECK-COUNT-2: nparray.call "numpy.exp"
func.func private @"text$version0"(%x: !nparray.array<?xf64> {py.name = "x", py.kind = "array"}, %y: !nparray.array<?xf64> {py.name = "y", py.kind = "array"}) attributes {nparray.kernel = "text"} {
  %0 = nparray.call "numpy.exp"(%x) : (!nparray.array<?xf64>) -> !nparray.array<?xf64>
  nparray.store %0, %y : !nparray.array<?xf64>, !nparray.array<?xf64>
  py.opaque "f(x)" reads ["x"] writes [] because "a call" {span = array<i64: 0, 4>}
  %1 = nparray.call "numpy.exp"(%x) : (!nparray.array<?xf64>) -> !nparray.array<?xf64>
  nparray.store %1, %y : !nparray.array<?xf64>, !nparray.array<?xf64>
  return
}

// Other operands, other functions.
// CHECK-LABEL: @others$version0(
// CHECK-COUNT-2: nparray.call "numpy.exp"
// CHECK: nparray.call "numpy.sin"
func.func private @"others$version0"(%x: !nparray.array<?xf64> {py.name = "x", py.kind = "array"}, %y: !nparray.array<?xf64> {py.name = "y", py.kind = "array"}) attributes {nparray.kernel = "others"} {
  %0 = nparray.call "numpy.exp"(%x) : (!nparray.array<?xf64>) -> !nparray.array<?xf64>
  %1 = nparray.call "numpy.exp"(%0) : (!nparray.array<?xf64>) -> !nparray.array<?xf64>
  %2 = nparray.call "numpy.sin"(%x) : (!nparray.array<?xf64>) -> !nparray.array<?xf64>
  %3 = nparray.call "numpy.add"(%1, %2) : (!nparray.array<?xf64>, !nparray.array<?xf64>) -> !nparray.array<?xf64>
  nparray.store %3, %y : !nparray.array<?xf64>, !nparray.array<?xf64>
  return
}
