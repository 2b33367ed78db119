// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-distribute,func.func(canonicalize,cse,affine-loop-tile{tile-size=32}))' | FileCheck %s
// RUN: automphc-opt %s --pass-pipeline='builtin.module(canonicalize,affine-distribute,cse,raise-affine-to-nparray,canonicalize,cse)' | FileCheck %s --check-prefix=RAISED
// RUN: automphc-opt %s --affine-distribute --canonicalize | FileCheck %s --check-prefix=FLAGS
// Our passes and MLIR's run in one pipeline, in any order.

// CHECK-LABEL: @k$version0(
// CHECK: affine.for %{{.*}} = 0 to %{{.*}} step 32 {
// CHECK-NEXT: affine.for
// CHECK: }
// CHECK: affine.for %{{.*}} = 0 to %{{.*}} step 32 {
// CHECK-NEXT: affine.for

// RAISED-LABEL: @k$version0(
// RAISED-NOT: affine.for
// RAISED: %[[P:.*]] = nparray.call "numpy.multiply"
// RAISED: nparray.store %[[P]]
// RAISED: nparray.store

// FLAGS-LABEL: @k$version0(
// FLAGS-COUNT-2: affine.for
func.func private @"k$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "k"} {
  affine.for %i = 0 to %n {
    %x = affine.load %b[%i] : memref<?xf64>
    %y = arith.mulf %x, %x : f64
    affine.store %y, %a[%i] : memref<?xf64>
    %z = affine.load %a[%i] : memref<?xf64>
    affine.store %z, %b[%i] : memref<?xf64>
  }
  return
}
