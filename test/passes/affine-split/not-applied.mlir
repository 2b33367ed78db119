// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-split)' | FileCheck %s
// Loops that stay whole.

// Every iteration reads the one before it.
// CHECK-LABEL: @chain$version0(
// CHECK-COUNT-2: affine.for
// CHECK-NOT: affine.for
// CHECK: return
func.func private @"chain$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "chain"} {
  affine.for %k = 0 to %n {
    affine.for %i = 1 to %n {
      %0 = affine.load %a[%i] : memref<?xf64>
      %1 = affine.load %a[%i - 1] : memref<?xf64>
      %2 = affine.load %a[%k] : memref<?xf64>
      %3 = arith.addf %0, %1 : f64
      %4 = arith.addf %3, %2 : f64
      affine.store %4, %a[%i] : memref<?xf64>
    }
  }
  return
}

// The element that all read is outside the loop: nothing to split.
// CHECK-LABEL: @outside$version0(
// CHECK-COUNT-2: affine.for
// CHECK-NOT: affine.for
// CHECK: return
func.func private @"outside$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "outside"} {
  affine.for %k = 0 to %n {
    affine.for %i = affine_map<(d0) -> (d0 + 1)>(%k) to %n {
      %0 = affine.load %a[%i] : memref<?xf64>
      %1 = affine.load %a[%k] : memref<?xf64>
      %2 = arith.addf %0, %1 : f64
      affine.store %2, %a[%i] : memref<?xf64>
    }
  }
  return
}

// Whether iteration %k is one of the loop's is not known.
// CHECK-LABEL: @perhaps$version0(
// CHECK-COUNT-2: affine.for
// CHECK-NOT: affine.for
// CHECK: return
func.func private @"perhaps$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "perhaps"} {
  affine.for %k = 0 to %m {
    affine.for %i = 0 to %n {
      %0 = affine.load %a[%i] : memref<?xf64>
      %1 = affine.load %a[%k] : memref<?xf64>
      %2 = arith.addf %0, %1 : f64
      affine.store %2, %a[%i] : memref<?xf64>
    }
  }
  return
}

// A function that raises must find the elements as the program leaves them.
// CHECK-LABEL: @raises$version0(
// CHECK-COUNT-2: affine.for
// CHECK-NOT: affine.for
// CHECK: return
func.func private @"raises$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "raises"} {
  affine.for %k = 0 to %n {
    affine.for %i = 0 to %n {
      %0 = affine.load %a[%i] : memref<?xf64>
      %1 = affine.load %a[%k] : memref<?xf64>
      %2 = nparray.scalar "math.sqrt"(%1) : (f64) -> f64
      %3 = arith.addf %0, %2 : f64
      affine.store %3, %a[%i] : memref<?xf64>
    }
  }
  return
}

// A row needs element %k of the row above: the loop over rows stays one, around the parts of each row.
// CHECK-LABEL: @row_before$version0(
// CHECK: affine.for
// CHECK-NEXT: affine.for %{{.*}} = 1 to
// CHECK-NEXT: affine.for
// CHECK: affine.for
// CHECK-NOT: affine.for
// CHECK: return
func.func private @"row_before$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "row_before"} {
  affine.for %k = 0 to %n {
    affine.for %i = 1 to %n {
      affine.for %j = 0 to %n {
        %0 = affine.load %a[%i, %j] : memref<?x?xf64>
        %1 = affine.load %a[%i, %k] : memref<?x?xf64>
        %2 = affine.load %a[%i - 1, %k] : memref<?x?xf64>
        %3 = arith.mulf %1, %2 : f64
        %4 = arith.addf %0, %3 : f64
        affine.store %4, %a[%i, %j] : memref<?x?xf64>
      }
    }
  }
  return
}
