// RUN: automphc-opt %s --pass-pipeline='builtin.module(nparray-share-inlined)' | FileCheck %s
// What inlining a helper repeats, at one place of the source, is computed once.

// CHECK-LABEL: @inlined$version0(
// CHECK: %[[E:.*]] = nparray.call "numpy.exp"
// CHECK-NEXT: nparray.call "numpy.add"(%[[E]], %[[E]])
func.func private @"inlined$version0"(%x: !nparray.array<?xf64> {py.name = "x", py.kind = "array"}, %y: !nparray.array<?xf64> {py.name = "y", py.kind = "array"}) attributes {nparray.kernel = "inlined"} {
  %0 = nparray.call "numpy.exp"(%x) : (!nparray.array<?xf64>) -> !nparray.array<?xf64> loc("kernel.py":4:9)
  %1 = nparray.call "numpy.exp"(%x) : (!nparray.array<?xf64>) -> !nparray.array<?xf64> loc("kernel.py":4:9)
  %2 = nparray.call "numpy.add"(%0, %1) : (!nparray.array<?xf64>, !nparray.array<?xf64>) -> !nparray.array<?xf64> loc("kernel.py":4:9)
  nparray.store %2, %y : !nparray.array<?xf64>, !nparray.array<?xf64>
  return
}
