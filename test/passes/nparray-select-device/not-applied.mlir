// RUN: automphc-opt %s --pass-pipeline='builtin.module(nparray-select-device{target=cupy})' 2>&1 | FileCheck %s
// RUN: automphc-opt %s --pass-pipeline='builtin.module(nparray-select-device{target=cupy fp=strict})' 2>&1 | FileCheck %s --check-prefix=STRICT

// STRICT: whole has no version for a GPU: a device contracts multiply-adds, which --fp=strict forbids
// CHECK-DAG: whole has no version for a GPU: types of elements are mixed
// CHECK-DAG: mixed has no version for a GPU: types of elements are mixed
// CHECK-DAG: lists has no version for a GPU: lists stay on the host
// CHECK-DAG: text has no version for a GPU: a statement that is kept as text stays on the host
// CHECK-DAG: random has no version for a GPU: numpy.random.random has effects
// CHECK-DAG: flat has no version for a GPU: an array that is used with other axes
// CHECK-DAG: inverse has no version for a GPU: CuPy has no numpy.linalg.inv of the same meaning
// CHECK-DAG: masks has no version for a GPU: numpy.add of masks is another operation on a device
// CHECK-DAG: quotient has no version for a GPU: numpy.divide of complex numbers is another operation on a device
// CHECK-NOT: $cupy

// Integers wrap, and divide, otherwise.
func.func private @"whole$version0"(%a: memref<?xi64> {py.name = "a", py.kind = "array"}) attributes {nparray.kernel = "whole"} {
  %r = nparray.call "numpy.add"(%a, %a) : (memref<?xi64>, memref<?xi64>) -> !nparray.array<?xi64>
  nparray.store %r, %a : !nparray.array<?xi64>, memref<?xi64>
  return
}

// Which type a result has is a matter of versions.
func.func private @"mixed$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf32> {py.name = "b", py.kind = "array"}) attributes {nparray.kernel = "mixed"} {
  %r = nparray.call "numpy.add"(%a, %b) : (memref<?xf64>, memref<?xf32>) -> !nparray.array<?xf64>
  %s = nparray.call "numpy.add"(%r, %b) : (!nparray.array<?xf64>, memref<?xf32>) -> !nparray.array<?xf64>
  nparray.store %s, %b : !nparray.array<?xf64>, memref<?xf32>
  return
}

func.func private @"lists$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "list"}) attributes {nparray.kernel = "lists"} {
  %r = nparray.call "numpy.sqrt"(%a) : (memref<?xf64>) -> !nparray.array<?xf64>
  nparray.store %r, %a : !nparray.array<?xf64>, memref<?xf64>
  return
}

// It cannot run again after an error of the device.
func.func private @"text$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}) attributes {nparray.kernel = "text"} {
  %r = nparray.call "numpy.sqrt"(%a) : (memref<?xf64>) -> !nparray.array<?xf64>
  nparray.store %r, %a : !nparray.array<?xf64>, memref<?xf64>
  py.opaque "print(a)" reads ["a", "print"] writes [] because "unknown call"
  return
}

func.func private @"random$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}) attributes {nparray.kernel = "random"} {
  %n = nparray.dim %a, 0 : memref<?xf64>
  %r = nparray.call "numpy.random.random"(%n) : (index) -> !nparray.array<?xf64>
  nparray.store %r, %a : !nparray.array<?xf64>, memref<?xf64>
  return
}

func.func private @"flat$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "flat"} {
  nparray.guard "flat"(%a, %n) : memref<?x?xf64>, index
  %r = nparray.call "numpy.sqrt"(%a) : (memref<?x?xf64>) -> !nparray.array<?x?xf64>
  nparray.store %r, %a : !nparray.array<?x?xf64>, memref<?x?xf64>
  return
}

// It raises in NumPy alone.
func.func private @"inverse$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}) attributes {nparray.kernel = "inverse"} {
  %n = nparray.dim %a, 0 : memref<?x?xf64>
  %p = nparray.call "numpy.linalg.inv"(%a) : (memref<?x?xf64>) -> !nparray.array<?x?xf64>
  return
}

// CuPy divides complex numbers by another formula: over zero there is NaN for Inf.
func.func private @"quotient$version0"(%a: memref<?xcomplex<f64>> {py.name = "a", py.kind = "array"}, %b: memref<?xcomplex<f64>> {py.name = "b", py.kind = "array"}) attributes {nparray.kernel = "quotient"} {
  %r = nparray.call "numpy.divide"(%a, %b) : (memref<?xcomplex<f64>>, memref<?xcomplex<f64>>) -> !nparray.array<?xcomplex<f64>>
  %h = nparray.call "numpy.sort"(%r) : (!nparray.array<?xcomplex<f64>>) -> !nparray.array<?xcomplex<f64>>
  nparray.store %h, %a {update = "divide"} : !nparray.array<?xcomplex<f64>>, memref<?xcomplex<f64>>
  return
}

func.func private @"masks$version0"(%a: memref<?xi1> {py.name = "a", py.kind = "array"}, %b: memref<?xi1> {py.name = "b", py.kind = "array"}) attributes {nparray.kernel = "masks"} {
  %r = nparray.call "numpy.add"(%a, %b) : (memref<?xi1>, memref<?xi1>) -> !nparray.array<?xi1>
  nparray.store %r, %a {update = "add"} : !nparray.array<?xi1>, memref<?xi1>
  return
}
