// RUN: automphc-opt %s --pass-pipeline='builtin.module(nparray-guard-profit)' | FileCheck %s
// No estimate of the work, no guard.

// CHECK-NOT: "profitable"
func.func private @"plain$version0"(%x: memref<?xf64> {py.name = "x", py.kind = "list"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "plain"} {
  return
}
