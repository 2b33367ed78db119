// RUN: automphc-opt %s --pass-pipeline='builtin.module(nparray-fuse-device{target=cupy})' | FileCheck %s

// CHECK-NOT: automphc.fused

// The array that the first part reads is written before the second.
func.func private @"between$version0$cupy"(%x: memref<?xf64> {py.name = "x", py.kind = "array"}, %y: memref<?xf64> {py.name = "y", py.kind = "array"}) attributes {nparray.kernel = "between", nparray.device_of = "between$version0"} {
  %x_ = nparray.transfer %x to "device" {name = "x"} : memref<?xf64> -> memref<?xf64>
  %y_ = nparray.transfer %y to "device" {name = "y"} : memref<?xf64> -> memref<?xf64>
  %0 = nparray.call "cupy.multiply"(%x_, %y_) {device} : (memref<?xf64>, memref<?xf64>) -> !nparray.array<?xf64>
  nparray.store %y_, %x_ : memref<?xf64>, memref<?xf64>
  %1 = nparray.call "cupy.add"(%0, %y_) {device} : (!nparray.array<?xf64>, memref<?xf64>) -> !nparray.array<?xf64>
  nparray.store %1, %y_ {out} : !nparray.array<?xf64>, memref<?xf64>
  return
}

// One operation is one kernel as it is; a value with two uses is computed once.
func.func private @"twice$version0$cupy"(%x: memref<?xf64> {py.name = "x", py.kind = "array"}, %y: memref<?xf64> {py.name = "y", py.kind = "array"}) attributes {nparray.kernel = "twice", nparray.device_of = "twice$version0"} {
  %x_ = nparray.transfer %x to "device" {name = "x"} : memref<?xf64> -> memref<?xf64>
  %y_ = nparray.transfer %y to "device" {name = "y"} : memref<?xf64> -> memref<?xf64>
  %0 = nparray.call "cupy.exp"(%x_) {device} : (memref<?xf64>) -> !nparray.array<?xf64>
  %1 = nparray.call "cupy.add"(%0, %0) {device} : (!nparray.array<?xf64>, !nparray.array<?xf64>) -> !nparray.array<?xf64>
  nparray.store %1, %y_ {out} : !nparray.array<?xf64>, memref<?xf64>
  return
}

// Masks, and functions of complex numbers, are others in C++; types do not meet in a kernel.
func.func private @"types$version0$cupy"(%x: memref<?xcomplex<f64>> {py.name = "x", py.kind = "array"}, %w: memref<?xf64> {py.name = "w", py.kind = "array"}) attributes {nparray.kernel = "types", nparray.device_of = "types$version0"} {
  %x_ = nparray.transfer %x to "device" {name = "x"} : memref<?xcomplex<f64>> -> memref<?xcomplex<f64>>
  %w_ = nparray.transfer %w to "device" {name = "w"} : memref<?xf64> -> memref<?xf64>
  %0 = nparray.call "cupy.exp"(%x_) {device} : (memref<?xcomplex<f64>>) -> !nparray.array<?xcomplex<f64>>
  %1 = nparray.call "cupy.multiply"(%0, %w_) {device} : (!nparray.array<?xcomplex<f64>>, memref<?xf64>) -> !nparray.array<?xcomplex<f64>>
  nparray.store %1, %x_ {update = "divide"} : !nparray.array<?xcomplex<f64>>, memref<?xcomplex<f64>>
  return
}

// The host's version is left alone.
func.func private @"host$version0"(%x: memref<?xf64> {py.name = "x", py.kind = "array"}) attributes {nparray.kernel = "host"} {
  %0 = nparray.call "numpy.exp"(%x) : (memref<?xf64>) -> !nparray.array<?xf64>
  %1 = nparray.call "numpy.sqrt"(%0) : (!nparray.array<?xf64>) -> !nparray.array<?xf64>
  nparray.store %1, %x {out} : !nparray.array<?xf64>, memref<?xf64>
  return
}

// Elements along a diagonal are gathered: a kernel would write to a copy.
func.func private @"diagonal$version0$cupy"(%x: memref<?x?xf64> {py.name = "x", py.kind = "array"}, %y: memref<?xf64> {py.name = "y", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "diagonal", nparray.device_of = "diagonal$version0"} {
  %zero = arith.constant 0 : index
  %x_ = nparray.transfer %x to "device" {name = "x"} : memref<?x?xf64> -> memref<?x?xf64>
  %y_ = nparray.transfer %y to "device" {name = "y"} : memref<?xf64> -> memref<?xf64>
  %0 = nparray.call "cupy.exp"(%y_) {device} : (memref<?xf64>) -> !nparray.array<?xf64>
  %points = nparray.view %x_[%zero, %n, %zero, %n] {axes = ["points", "points"]} : memref<?x?xf64> -> <?xf64>
  nparray.store %0, %points {update = "add"} : !nparray.array<?xf64>, !nparray.array<?xf64>
  return
}
