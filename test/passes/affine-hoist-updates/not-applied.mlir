// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-hoist-updates)' | FileCheck %s
// Updates stay where another read, or a write in between, needs the old order:
// the loop that accumulates comes first in all of these.

// The old value is read as well.
// CHECK-LABEL: @old_value$version0(
// CHECK:      affine.for
// CHECK-NEXT:   affine.for
// CHECK-NEXT:     affine.load
// CHECK-NEXT:     affine.load
// CHECK-NEXT:     affine.load
// CHECK:          arith.mulf
// CHECK:      affine.for
func.func private @"old_value$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %m: memref<?xf64> {py.name = "m", py.kind = "array"}, %s: memref<?xf64> {py.name = "s", py.kind = "array"}) attributes {nparray.kernel = "old_value"} {
  %rows = nparray.dim %a, 0 : memref<?x?xf64>
  %columns = nparray.dim %a, 1 : memref<?x?xf64>
  affine.for %j = 0 to %columns {
    affine.for %i = 0 to %rows {
      %t = affine.load %s[%j] : memref<?xf64>
      %x = affine.load %a[%i, %j] : memref<?x?xf64>
      %y = affine.load %m[%j] : memref<?xf64>
      %d = arith.subf %x, %y : f64
      %q = arith.mulf %d, %x : f64
      %u = arith.addf %t, %q : f64
      affine.store %u, %s[%j] : memref<?xf64>
    }
  }
  affine.for %i = 0 to %rows {
    affine.for %j = 0 to %columns {
      %x = affine.load %a[%i, %j] : memref<?x?xf64>
      %y = affine.load %m[%j] : memref<?xf64>
      %d = arith.subf %x, %y : f64
      affine.store %d, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// The update covers fewer elements.
// CHECK-LABEL: @fewer$version0(
// CHECK:      affine.for
// CHECK-NEXT:   affine.for
// CHECK-NEXT:     affine.load
// CHECK-NEXT:     affine.load
// CHECK-NEXT:     affine.load
// CHECK:          arith.mulf
// CHECK:      affine.for
func.func private @"fewer$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %m: memref<?xf64> {py.name = "m", py.kind = "array"}, %s: memref<?xf64> {py.name = "s", py.kind = "array"}) attributes {nparray.kernel = "fewer"} {
  %rows = nparray.dim %a, 0 : memref<?x?xf64>
  %columns = nparray.dim %a, 1 : memref<?x?xf64>
  affine.for %j = 0 to %columns {
    affine.for %i = 0 to %rows {
      %t = affine.load %s[%j] : memref<?xf64>
      %x = affine.load %a[%i, %j] : memref<?x?xf64>
      %y = affine.load %m[%j] : memref<?xf64>
      %d = arith.subf %x, %y : f64
      %q = arith.mulf %d, %d : f64
      %u = arith.addf %t, %q : f64
      affine.store %u, %s[%j] : memref<?xf64>
    }
  }
  affine.for %i = 1 to %rows {
    affine.for %j = 0 to %columns {
      %x = affine.load %a[%i, %j] : memref<?x?xf64>
      %y = affine.load %m[%j] : memref<?xf64>
      %d = arith.subf %x, %y : f64
      affine.store %d, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// What the value is made of changes in between.
// CHECK-LABEL: @changed$version0(
// CHECK:      affine.for
// CHECK-NEXT:   affine.for
// CHECK-NEXT:     affine.load
// CHECK-NEXT:     affine.load
// CHECK-NEXT:     affine.load
// CHECK:          arith.mulf
// CHECK:      affine.for
func.func private @"changed$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %m: memref<?xf64> {py.name = "m", py.kind = "array"}, %s: memref<?xf64> {py.name = "s", py.kind = "array"}) attributes {nparray.kernel = "changed"} {
  %rows = nparray.dim %a, 0 : memref<?x?xf64>
  %columns = nparray.dim %a, 1 : memref<?x?xf64>
  affine.for %j = 0 to %columns {
    affine.for %i = 0 to %rows {
      %t = affine.load %s[%j] : memref<?xf64>
      %x = affine.load %a[%i, %j] : memref<?x?xf64>
      %y = affine.load %m[%j] : memref<?xf64>
      %d = arith.subf %x, %y : f64
      %q = arith.mulf %d, %d : f64
      %u = arith.addf %t, %q : f64
      affine.store %u, %s[%j] : memref<?xf64>
    }
  }
  affine.for %j = 0 to %columns {
    %x = affine.load %s[%j] : memref<?xf64>
    affine.store %x, %m[%j] : memref<?xf64>
  }
  affine.for %i = 0 to %rows {
    affine.for %j = 0 to %columns {
      %x = affine.load %a[%i, %j] : memref<?x?xf64>
      %y = affine.load %m[%j] : memref<?xf64>
      %d = arith.subf %x, %y : f64
      affine.store %d, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// The update reads a neighbour.
// CHECK-LABEL: @neighbour$version0(
// CHECK:      affine.for
// CHECK-NEXT:   affine.for
// CHECK-NEXT:     affine.load
// CHECK-NEXT:     affine.load
// CHECK-NEXT:     affine.load
// CHECK:          arith.mulf
// CHECK:      affine.for
func.func private @"neighbour$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %m: memref<?xf64> {py.name = "m", py.kind = "array"}, %s: memref<?xf64> {py.name = "s", py.kind = "array"}) attributes {nparray.kernel = "neighbour"} {
  %rows = nparray.dim %a, 0 : memref<?x?xf64>
  %columns = nparray.dim %a, 1 : memref<?x?xf64>
  affine.for %j = 0 to %columns {
    affine.for %i = 0 to %rows {
      %t = affine.load %s[%j] : memref<?xf64>
      %x = affine.load %a[%i, %j] : memref<?x?xf64>
      %y = affine.load %m[%j] : memref<?xf64>
      %d = arith.subf %x, %y : f64
      %q = arith.mulf %d, %d : f64
      %u = arith.addf %t, %q : f64
      affine.store %u, %s[%j] : memref<?xf64>
    }
  }
  affine.for %i = 0 to %rows {
    affine.for %j = 0 to %columns {
      %x = affine.load %a[%i, 0] : memref<?x?xf64>
      %y = affine.load %m[%j] : memref<?xf64>
      %d = arith.subf %x, %y : f64
      affine.store %d, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// An exception in between must find the matrix as it was.
// CHECK-LABEL: @raises$version0(
// CHECK:      affine.for
// CHECK-NEXT:   affine.for
// CHECK-NEXT:     affine.load
// CHECK-NEXT:     affine.load
// CHECK-NEXT:     affine.load
// CHECK:          arith.mulf
func.func private @"raises$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %m: memref<?xf64> {py.name = "m", py.kind = "array"}, %s: memref<?xf64> {py.name = "s", py.kind = "array"}, %d: memref<?xf64> {py.name = "d", py.kind = "array"}) attributes {nparray.kernel = "raises"} {
  %rows = nparray.dim %a, 0 : memref<?x?xf64>
  %columns = nparray.dim %a, 1 : memref<?x?xf64>
  affine.for %j = 0 to %columns {
    affine.for %i = 0 to %rows {
      %t = affine.load %s[%j] : memref<?xf64>
      %x = affine.load %a[%i, %j] : memref<?x?xf64>
      %y = affine.load %m[%j] : memref<?xf64>
      %d1 = arith.subf %x, %y : f64
      %q = arith.mulf %d1, %d1 : f64
      %u = arith.addf %t, %q : f64
      affine.store %u, %s[%j] : memref<?xf64>
    }
  }
  affine.for %j = 0 to %columns {
    %x = affine.load %d[%j] : memref<?xf64>
    %y = nparray.scalar "math.sqrt"(%x) : (f64) -> f64
    affine.store %y, %d[%j] : memref<?xf64>
  }
  affine.for %i = 0 to %rows {
    affine.for %j = 0 to %columns {
      %x = affine.load %a[%i, %j] : memref<?x?xf64>
      %y = affine.load %m[%j] : memref<?xf64>
      %d1 = arith.subf %x, %y : f64
      affine.store %d1, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// The update reads its first column as well, and overwrites it on the way.
// CHECK-LABEL: @first_column$version0(
// CHECK:      affine.for
// CHECK-NEXT:   affine.for
// CHECK-NEXT:     affine.load
// CHECK-NEXT:     affine.load
// CHECK-NEXT:     affine.load
// CHECK:          arith.mulf
func.func private @"first_column$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %s: memref<?xf64> {py.name = "s", py.kind = "array"}) attributes {nparray.kernel = "first_column"} {
  %rows = nparray.dim %a, 0 : memref<?x?xf64>
  %columns = nparray.dim %a, 1 : memref<?x?xf64>
  affine.for %j = 0 to %columns {
    affine.for %i = 0 to %rows {
      %t = affine.load %s[%j] : memref<?xf64>
      %x = affine.load %a[%i, %j] : memref<?x?xf64>
      %y = affine.load %a[%i, 0] : memref<?x?xf64>
      %d = arith.subf %x, %y : f64
      %q = arith.mulf %d, %d : f64
      %u = arith.addf %t, %q : f64
      affine.store %u, %s[%j] : memref<?xf64>
    }
  }
  affine.for %i = 0 to %rows {
    affine.for %j = 0 to %columns {
      %x = affine.load %a[%i, %j] : memref<?x?xf64>
      %y = affine.load %a[%i, 0] : memref<?x?xf64>
      %d = arith.subf %x, %y : f64
      affine.store %d, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}
