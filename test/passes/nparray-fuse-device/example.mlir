// RUN: automphc-opt %s --pass-pipeline='builtin.module(nparray-fuse-device{target=cupy})' | FileCheck %s
// A chain of elementwise operations is one kernel, which writes into the target by itself.

// CHECK-LABEL: @chain$version0$cupy
// CHECK: %[[X:.*]] = nparray.transfer %{{.*}} to "device" {name = "x"}
// CHECK: %[[Y:.*]] = nparray.transfer %{{.*}} to "device" {name = "y"}
// CHECK-NOT: cupy.multiply
// CHECK: %[[R:.*]] = nparray.call "automphc.fused"(%[[Y]], %{{.*}}, %[[X]]) with {expression = "in0 - ((in1 * in2) + in0)", type = "float64"} {device}
// CHECK-NEXT: nparray.store %[[R]], %[[Y]] {out}
func.func private @"chain$version0$cupy"(%x: memref<?xf64> {py.name = "x", py.kind = "array"}, %y: memref<?xf64> {py.name = "y", py.kind = "array"}, %alpha: f64 {py.name = "alpha", py.kind = "float"}) attributes {nparray.kernel = "chain", nparray.device_of = "chain$version0"} {
  %x_ = nparray.transfer %x to "device" {name = "x"} : memref<?xf64> -> memref<?xf64>
  %y_ = nparray.transfer %y to "device" {name = "y"} : memref<?xf64> -> memref<?xf64>
  %0 = nparray.call "cupy.multiply"(%alpha, %x_) {device} : (f64, memref<?xf64>) -> !nparray.array<?xf64>
  %1 = nparray.call "cupy.add"(%0, %y_) {device} : (!nparray.array<?xf64>, memref<?xf64>) -> !nparray.array<?xf64>
  nparray.store %1, %y_ {update = "subtract"} : !nparray.array<?xf64>, memref<?xf64>
  return
}

// What is read of the target is another part of it: the kernel's start asks whether they overlap.
// CHECK-LABEL: @shifted$version0$cupy
// CHECK: %[[R2:.*]] = nparray.call "automphc.fused"
// CHECK-SAME: apart = false, expression = "sqrt(in0 * in1)"
// CHECK: nparray.store %[[R2]], %{{.*}} {out} :
func.func private @"shifted$version0$cupy"(%x: memref<?xf64> {py.name = "x", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %alpha: f64 {py.name = "alpha", py.kind = "float"}) attributes {nparray.kernel = "shifted", nparray.device_of = "shifted$version0"} {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %x_ = nparray.transfer %x to "device" {name = "x"} : memref<?xf64> -> memref<?xf64>
  %front = nparray.view %x_[%zero, %n] {axes = ["slice"]} : memref<?xf64> -> <?xf64>
  %0 = nparray.call "cupy.multiply"(%front, %alpha) {device} : (!nparray.array<?xf64>, f64) -> !nparray.array<?xf64>
  %1 = nparray.call "cupy.sqrt"(%0) {device} : (!nparray.array<?xf64>) -> !nparray.array<?xf64>
  %back = nparray.view %x_[%one, %n] {axes = ["slice"]} : memref<?xf64> -> <?xf64>
  nparray.store %1, %back {out} : !nparray.array<?xf64>, !nparray.array<?xf64>
  return
}
