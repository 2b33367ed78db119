// RUN: automphc-opt %s --pass-pipeline='builtin.module(nparray-share-inlined)' | FileCheck %s
// What the program itself computes twice is its own work.

// CHECK-LABEL: @twice$version0(
// CHECK-COUNT-2: nparray.call "numpy.exp"
func.func private @"twice$version0"(%x: !nparray.array<?xf64> {py.name = "x", py.kind = "array"}, %y: !nparray.array<?xf64> {py.name = "y", py.kind = "array"}) attributes {nparray.kernel = "twice"} {
  %0 = nparray.call "numpy.exp"(%x) : (!nparray.array<?xf64>) -> !nparray.array<?xf64> loc("kernel.py":4:9)
  %1 = nparray.call "numpy.exp"(%x) : (!nparray.array<?xf64>) -> !nparray.array<?xf64> loc("kernel.py":4:21)
  %2 = nparray.call "numpy.add"(%0, %1) : (!nparray.array<?xf64>, !nparray.array<?xf64>) -> !nparray.array<?xf64> loc("kernel.py":4:9)
  nparray.store %2, %y : !nparray.array<?xf64>, !nparray.array<?xf64>
  return
}
