// RUN: automphc-opt %s --pass-pipeline='builtin.module(raise-affine-to-nparray)' --verify-diagnostics | FileCheck %s
// Functions without an equation become calls again, over as many rows as possible.

// Elements mix along the rows alone: one call for all of them.
// CHECK-LABEL: @rows$version0(
// CHECK-NOT: affine.for
// CHECK: nparray.call "numpy.fft.fft"(%{{.*}}) with {axis = 1 : i64}
// CHECK: nparray.store
func.func private @"rows$version0"(%a: memref<?x?xcomplex<f64>> {py.name = "a", py.kind = "array"}, %b: memref<?x?xcomplex<f64>> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %k: index {py.name = "k", py.kind = "int"}) attributes {nparray.kernel = "rows"} {
  %order = memref.alloc() {order} : memref<i1>
  %zero = arith.constant 0 : index
  // expected-remark@+2 {{1 loops became numpy.fft.fft}}
  affine.for %i = 0 to %n {
    nparray.opaque "numpy.fft.fft"(%order, %b, %i, %zero, %k, %a, %i, %zero, %k) {access = ["order", "write 1", "at", "axis 0", "end", "read 1", "at", "axis 0", "end"], fresh, total} : memref<i1>, memref<?x?xcomplex<f64>>, index, index, index, memref<?x?xcomplex<f64>>, index, index, index
  }
  return
}

// An iteration reads what the one before wrote.
// CHECK-LABEL: @one_after_another$version0(
// CHECK: affine.for
// CHECK: nparray.call "numpy.sort"(%{{[0-9]+}}) :
func.func private @"one_after_another$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %k: index {py.name = "k", py.kind = "int"}) attributes {nparray.kernel = "one_after_another"} {
  %order = memref.alloc() {order} : memref<i1>
  %zero = arith.constant 0 : index
  // expected-remark@+1 {{stays a Python loop: an iteration needs the result of an earlier one}}
  affine.for %i = 1 to %n {
    %before = affine.apply affine_map<(d0) -> (d0 - 1)>(%i)
    nparray.opaque "numpy.sort"(%order, %a, %i, %zero, %k, %a, %before, %zero, %k) {access = ["order", "write 1", "at", "axis 0", "end", "read 1", "at", "axis 0", "end"], fresh, total} : memref<i1>, memref<?x?xf64>, index, index, index, memref<?x?xf64>, index, index, index
  }
  return
}

// A row whose length depends on the loop.
// CHECK-LABEL: @triangle$version0(
// CHECK: affine.for
// CHECK: nparray.call "numpy.sort"(%{{[0-9]+}}) :
func.func private @"triangle$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?x?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "triangle"} {
  %order = memref.alloc() {order} : memref<i1>
  %zero = arith.constant 0 : index
  // expected-remark@+1 {{stays a Python loop: it calls a function on a part of its arrays}}
  affine.for %i = 0 to %n {
    nparray.opaque "numpy.sort"(%order, %a, %i, %zero, %i, %b, %i, %zero, %i) {access = ["order", "write 1", "at", "axis 0", "end", "read 1", "at", "axis 0", "end"], fresh, total} : memref<i1>, memref<?x?xf64>, index, index, index, memref<?x?xf64>, index, index, index
  }
  return
}

// It may raise: rows before the exception are written, and those after it are not.
// CHECK-LABEL: @may_raise$version0(
// CHECK: affine.for
// CHECK: nparray.call "numpy.sort"(%{{[0-9]+}}) :
func.func private @"may_raise$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?x?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %k: index {py.name = "k", py.kind = "int"}) attributes {nparray.kernel = "may_raise"} {
  %order = memref.alloc() {order} : memref<i1>
  %zero = arith.constant 0 : index
  // expected-remark@+1 {{stays a Python loop: an iteration needs the result of an earlier one}}
  affine.for %i = 0 to %n {
    nparray.opaque "numpy.sort"(%order, %a, %i, %zero, %k, %b, %i, %zero, %k) {access = ["order", "write 1", "at", "axis 0", "end", "read 1", "at", "axis 0", "end"], fresh} : memref<i1>, memref<?x?xf64>, index, index, index, memref<?x?xf64>, index, index, index
  }
  return
}
