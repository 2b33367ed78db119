// RUN: automphc-opt %s --pass-pipeline='builtin.module(nparray-write-in-place)' | FileCheck %s
// CHECK-NOT: {out}

// A sum that reads its own target is no elementwise function.
func.func private @"overlap$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}) attributes {nparray.kernel = "overlap"} {
  %zero = arith.constant 0 : index
  %row = nparray.view %a[%zero] {axes = ["index", "all"]} : memref<?x?xf64> -> <?xf64>
  %r = nparray.call "numpy.sum"(%a) with {axis = 0 : i64} : (memref<?x?xf64>) -> !nparray.array<?xf64>
  nparray.store %r, %row : !nparray.array<?xf64>, !nparray.array<?xf64>
  return
}

// The value has another use.
func.func private @"twice$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %c: memref<?xf64> {py.name = "c", py.kind = "array"}) attributes {nparray.kernel = "twice"} {
  %r = nparray.call "numpy.sqrt"(%a) : (memref<?xf64>) -> !nparray.array<?xf64>
  nparray.store %r, %b : !nparray.array<?xf64>, memref<?xf64>
  nparray.store %r, %c : !nparray.array<?xf64>, memref<?xf64>
  return
}

// The value is broadcast, converted, added or masked by the store.
func.func private @"other$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?x?xf64> {py.name = "b", py.kind = "array"}, %d: memref<?xf32> {py.name = "d", py.kind = "array"}) attributes {nparray.kernel = "other"} {
  %r = nparray.call "numpy.sqrt"(%a) : (memref<?xf64>) -> !nparray.array<?xf64>
  nparray.store %r, %b : !nparray.array<?xf64>, memref<?x?xf64>
  %s = nparray.call "numpy.sqrt"(%a) : (memref<?xf64>) -> !nparray.array<?xf64>
  nparray.store %s, %d : !nparray.array<?xf64>, memref<?xf32>
  %t = nparray.call "numpy.sqrt"(%a) : (memref<?xf64>) -> !nparray.array<?xf64>
  nparray.store %t, %a {update = "add"} : !nparray.array<?xf64>, memref<?xf64>
  %m = nparray.call "numpy.isnan"(%a) : (memref<?xf64>) -> !nparray.array<?xi1>
  %u = nparray.call "numpy.sqrt"(%a) : (memref<?xf64>) -> !nparray.array<?xf64>
  nparray.store %u, %a where %m : !nparray.array<?xi1> : !nparray.array<?xf64>, memref<?xf64>
  return
}

// A function that takes no `out`.
func.func private @"where$version0"(%m: memref<?xi1> {py.name = "m", py.kind = "array"}, %a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}) attributes {nparray.kernel = "where"} {
  %r = nparray.call "numpy.where"(%m, %a, %b) : (memref<?xi1>, memref<?xf64>, memref<?xf64>) -> !nparray.array<?xf64>
  nparray.store %r, %a : !nparray.array<?xf64>, memref<?xf64>
  return
}

// Points select a copy.
func.func private @"points$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "points"} {
  %zero = arith.constant 0 : index
  %r = nparray.call "numpy.sqrt"(%b) : (memref<?xf64>) -> !nparray.array<?xf64>
  %d = nparray.view %a[%zero, %n, %zero, %n] {axes = ["points", "points"]} : memref<?x?xf64> -> <?xf64>
  nparray.store %r, %d : !nparray.array<?xf64>, !nparray.array<?xf64>
  return
}
