// RUN: automphc-opt %s --pass-pipeline='builtin.module(nparray-share-values)' | FileCheck %s
// What is computed twice is computed once.

// CHECK-LABEL: @twice$version0(
// CHECK-SAME: %[[X:[a-z0-9]+]]:
// CHECK: %[[PART:.*]] = nparray.view %[[X]][] {axes = ["all"]}
// CHECK-NEXT: %[[E:.*]] = nparray.call "numpy.exp"(%[[PART]])
// CHECK-NEXT: %[[S:.*]] = nparray.call "numpy.add"(%[[E]], %[[E]])
// CHECK-NEXT: nparray.store %[[S]]
func.func private @"twice$version0"(%x: !nparray.array<?xf64> {py.name = "x", py.kind = "array"}, %y: !nparray.array<?xf64> {py.name = "y", py.kind = "array"}) attributes {nparray.kernel = "twice"} {
  %a = nparray.view %x[] {axes = ["all"]} : !nparray.array<?xf64> -> <?xf64>
  %0 = nparray.call "numpy.exp"(%a) : (!nparray.array<?xf64>) -> !nparray.array<?xf64>
  %b = nparray.view %x[] {axes = ["all"]} : !nparray.array<?xf64> -> <?xf64>
  %1 = nparray.call "numpy.exp"(%b) : (!nparray.array<?xf64>) -> !nparray.array<?xf64>
  %2 = nparray.call "numpy.add"(%0, %1) : (!nparray.array<?xf64>, !nparray.array<?xf64>) -> !nparray.array<?xf64>
  nparray.store %2, %y : !nparray.array<?xf64>, !nparray.array<?xf64>
  return
}
