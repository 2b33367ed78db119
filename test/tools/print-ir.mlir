// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-privatize,canonicalize,affine-distribute)' --mlir-print-ir-after-all -o /dev/null 2>&1 | FileCheck %s
// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-privatize,affine-distribute)' --mlir-print-ir-before=affine-distribute -o /dev/null 2>&1 | FileCheck %s --check-prefix=BEFORE
// Dumps name our passes by their arguments.

// CHECK: IR Dump After {{.*}}affine-privatize
// CHECK: affine.for
// CHECK: IR Dump After Canonicalizer
// CHECK: IR Dump After {{.*}}affine-distribute
// CHECK: affine.for

// BEFORE-NOT: IR Dump Before {{.*}}affine-privatize
// BEFORE: IR Dump Before {{.*}}affine-distribute
func.func private @"k$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "k"} {
  affine.for %i = 0 to %n {
    %c = arith.constant 1.0 : f64
    affine.store %c, %a[%i] : memref<?xf64>
  }
  return
}
