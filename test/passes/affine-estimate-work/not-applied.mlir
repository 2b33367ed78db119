// RUN: env AUTOMPHC_PROFILE=%S/inputs/profile.toml automphc-opt %s --pass-pipeline='builtin.module(affine-estimate-work)' | FileCheck %s
// Arrays are not converted: their versions are not worth more or less by size.

// CHECK-NOT: "profitable"
func.func private @"arrays$version0"(%x: memref<?xf64> {py.name = "x", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "arrays"} {
  %z = arith.constant 0.0 : f64
  affine.for %i = 0 to %n {
    affine.store %z, %x[%i] : memref<?xf64>
  }
  return
}
