// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-expand-arrays)' | FileCheck %s --implicit-check-not='memref.alloc({{.*}}, {{.*}})'
// Near misses: no copy is made.

// The second loop reads one element more than the first has overwritten.
func.func private @"reads_beyond$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %s: memref<?xf64> {py.name = "s", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "reads_beyond"} {
  affine.for %i = 0 to %n {
    affine.for %k = 0 to %m {
      %x = affine.load %a[%i, %k] : memref<?x?xf64>
      affine.store %x, %s[%k] : memref<?xf64>
    }
    affine.for %k = 0 to %m {
      %x = affine.load %s[%k + 1] : memref<?xf64>
      affine.store %x, %a[%i, %k] : memref<?x?xf64>
    }
  }
  return
}

// The row is read before it is overwritten.
func.func private @"reads_first$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %s: memref<?xf64> {py.name = "s", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "reads_first"} {
  affine.for %i = 0 to %n {
    affine.for %k = 0 to %m {
      %x = affine.load %s[%k] : memref<?xf64>
      affine.store %x, %a[%i, %k] : memref<?x?xf64>
    }
    affine.for %k = 0 to %m {
      %x = affine.load %a[%i, %k] : memref<?x?xf64>
      affine.store %x, %s[%k] : memref<?xf64>
    }
  }
  return
}

// What is overwritten grows with the iteration: the last one leaves only a part.
func.func private @"growing_box$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %s: memref<?xf64> {py.name = "s", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "growing_box"} {
  affine.for %i = 0 to %n {
    affine.for %k = 0 to affine_map<(d0) -> (d0)>(%i) {
      %x = affine.load %a[%i, %k] : memref<?x?xf64>
      affine.store %x, %s[%k] : memref<?xf64>
    }
    affine.for %k = 0 to affine_map<(d0) -> (d0)>(%i) {
      %x = affine.load %s[%k] : memref<?xf64>
      affine.store %x, %a[%i, %k] : memref<?x?xf64>
    }
  }
  return
}

// In one loop over the box, a neighbour is not certain to be new.
func.func private @"reads_neighbour$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %s: memref<?xf64> {py.name = "s", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "reads_neighbour"} {
  affine.for %i = 0 to %n {
    affine.for %k = 1 to %m {
      %x = affine.load %a[%i, %k] : memref<?x?xf64>
      affine.store %x, %s[%k] : memref<?xf64>
      %y = affine.load %s[%k - 1] : memref<?xf64>
      affine.store %y, %a[%i, %k] : memref<?x?xf64>
    }
  }
  return
}

// Time steps: another array carries the loop as well, and a copy for each step would be larger than all.
func.func private @"time_steps$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %s: memref<?xf64> {py.name = "s", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "time_steps"} {
  affine.for %t = 0 to %n {
    affine.for %k = 0 to %m {
      %x = affine.load %a[%k] : memref<?xf64>
      affine.store %x, %s[%k] : memref<?xf64>
    }
    affine.for %k = 0 to %m {
      %x = affine.load %s[%k] : memref<?xf64>
      affine.store %x, %a[%k] : memref<?xf64>
    }
  }
  return
}

// Each row adds to what the row before has left.
// CHECK-LABEL: @adds_up$version0(
func.func private @"adds_up$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %s: memref<?xf64> {py.name = "s", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "adds_up"} {
  affine.for %i = 0 to %n {
    affine.for %k = 0 to %m {
      %x = affine.load %a[%i, %k] : memref<?x?xf64>
      %y = affine.load %s[%k] : memref<?xf64>
      %z = arith.addf %x, %y : f64
      affine.store %z, %s[%k] : memref<?xf64>
    }
    affine.for %k = 0 to %m {
      %x = affine.load %s[%k] : memref<?xf64>
      affine.store %x, %a[%i, %k] : memref<?x?xf64>
    }
  }
  return
}
