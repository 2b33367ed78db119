// RUN: env AUTOMPHC_PROFILE=%S/inputs/profile.toml automphc-opt %s --pass-pipeline='builtin.module(affine-estimate-work)' | FileCheck %s
// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-estimate-work)' | FileCheck %s --check-prefix=ALL
// What kernels on lists cost, as far as it is sizes times nanoseconds. A profile that keeps every version gets no guards.

// ALL-NOT: "profitable"

// CHECK-DAG: #[[$BOX:.+]] = affine_map<()[s0, s1] -> (s0, s1)>
// CHECK-DAG: #[[$SQUARE:.+]] = affine_map<()[s0] -> (s0, s0)>

// The statement of most loops counts.
// CHECK-LABEL: @box$version0(
// CHECK-SAME: %[[N:[a-z0-9]+]]: index {{.*}}, %[[M:[a-z0-9]+]]: index
// CHECK-NEXT: nparray.guard "profitable"(%[[N]], %[[M]]) {gain = {{\[\[}}{{[0-9]+}}, #[[$BOX]]{{\]\]}}}
func.func private @"box$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "list"}, %x: memref<?xf64> {py.name = "x", py.kind = "list"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "box"} {
  %z = arith.constant 0.0 : f64
  affine.for %i = 0 to %n {
    affine.store %z, %x[%i] : memref<?xf64>
    affine.for %j = 0 to %m {
      %v = affine.load %a[%i, %j] : memref<?x?xf64>
      %s = affine.load %x[%i] : memref<?xf64>
      %t = arith.addf %s, %v : f64
      affine.store %t, %x[%i] : memref<?xf64>
    }
  }
  return
}

// A triangle counts as half of its box.
// CHECK-LABEL: @triangle$version0(
// CHECK-SAME: %[[N:[a-z0-9]+]]: index
// CHECK-NEXT: nparray.guard "profitable"(%[[N]]) {gain = {{\[\[}}{{[0-9]+}}, #[[$SQUARE]]{{\]\]}}}
func.func private @"triangle$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "list"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "triangle"} {
  %z = arith.constant 0.0 : f64
  affine.for %i = 0 to %n {
    affine.for %j = 0 to affine_map<(d0) -> (d0 + 1)>(%i) {
      affine.store %z, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}
