// RUN: automphc-opt %s --pass-pipeline='builtin.module(nparray-forward-stores)' | FileCheck %s
// Temporaries that stay.

// Another part is read.
// CHECK-LABEL: @part$version0(
// CHECK: memref.alloc
func.func private @"part$version0"(%p: memref<?xf64> {py.name = "p", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "part"} {
  %t = memref.alloc(%n) : memref<?xf64>
  %zero = arith.constant 0 : index
  %v = nparray.call "numpy.negative"(%p) : (memref<?xf64>) -> !nparray.array<?xf64>
  %s = nparray.view %t[%zero, %n] {axes = ["slice"]} : memref<?xf64> -> <?xf64>
  nparray.store %v, %s : !nparray.array<?xf64>, !nparray.array<?xf64>
  %r = nparray.view %t[%zero, %m] {axes = ["slice"]} : memref<?xf64> -> <?xf64>
  nparray.store %r, %p : !nparray.array<?xf64>, memref<?xf64>
  return
}

// A view: what it shows may change before it is read.
// CHECK-LABEL: @view$version0(
// CHECK: memref.alloc
func.func private @"view$version0"(%p: memref<?xf64> {py.name = "p", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "view"} {
  %t = memref.alloc(%n) : memref<?xf64>
  %zero = arith.constant 0 : index
  %v = nparray.call "numpy.flip"(%p) : (memref<?xf64>) -> !nparray.array<?xf64>
  %s = nparray.view %t[%zero, %n] {axes = ["slice"]} : memref<?xf64> -> <?xf64>
  nparray.store %v, %s : !nparray.array<?xf64>, !nparray.array<?xf64>
  %r = nparray.view %t[%zero, %n] {axes = ["slice"]} : memref<?xf64> -> <?xf64>
  nparray.store %r, %p : !nparray.array<?xf64>, memref<?xf64>
  return
}

// Read twice.
// CHECK-LABEL: @twice$version0(
// CHECK: memref.alloc
func.func private @"twice$version0"(%p: memref<?xf64> {py.name = "p", py.kind = "array"}, %q: memref<?xf64> {py.name = "q", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "twice"} {
  %t = memref.alloc(%n) : memref<?xf64>
  %zero = arith.constant 0 : index
  %v = nparray.call "numpy.negative"(%p) : (memref<?xf64>) -> !nparray.array<?xf64>
  %s = nparray.view %t[%zero, %n] {axes = ["slice"]} : memref<?xf64> -> <?xf64>
  nparray.store %v, %s : !nparray.array<?xf64>, !nparray.array<?xf64>
  %r = nparray.view %t[%zero, %n] {axes = ["slice"]} : memref<?xf64> -> <?xf64>
  nparray.store %r, %p : !nparray.array<?xf64>, memref<?xf64>
  %u = nparray.view %t[%zero, %n] {axes = ["slice"]} : memref<?xf64> -> <?xf64>
  nparray.store %u, %q : !nparray.array<?xf64>, memref<?xf64>
  return
}

// The store adds to what was there.
// CHECK-LABEL: @updated$version0(
// CHECK: memref.alloc
func.func private @"updated$version0"(%p: memref<?xf64> {py.name = "p", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "updated"} {
  %t = memref.alloc(%n) : memref<?xf64>
  %zero = arith.constant 0 : index
  %v = nparray.call "numpy.negative"(%p) : (memref<?xf64>) -> !nparray.array<?xf64>
  %s = nparray.view %t[%zero, %n] {axes = ["slice"]} : memref<?xf64> -> <?xf64>
  nparray.store %v, %s {update = "add"} : !nparray.array<?xf64>, !nparray.array<?xf64>
  %r = nparray.view %t[%zero, %n] {axes = ["slice"]} : memref<?xf64> -> <?xf64>
  nparray.store %r, %p : !nparray.array<?xf64>, memref<?xf64>
  return
}
