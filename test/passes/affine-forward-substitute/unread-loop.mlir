// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-forward-substitute)' | FileCheck %s
// A loop that the working form cannot hold reads the local too: its store must stay.

// CHECK-LABEL: @unread_loop$version0(
// CHECK: %[[T:.*]] = memref.alloc() {name = "t"}
// CHECK: affine.store %{{.*}}, %[[T]][]
// CHECK: affine.for {{.*}} step 2
// CHECK-NEXT: affine.load %[[T]][]
func.func private @"unread_loop$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "unread_loop"} {
  %t = memref.alloc() {name = "t"} : memref<f64>
  %c = arith.constant 2.0 : f64
  affine.store %c, %t[] : memref<f64>
  affine.for %i = 0 to %n step 2 {
    %x = affine.load %t[] : memref<f64>
    affine.store %x, %a[%i] : memref<?xf64>
  }
  return
}
