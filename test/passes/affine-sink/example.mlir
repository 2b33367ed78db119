// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-sink)' | FileCheck %s
// The reset of row %k stands beside the sum into row %k.

// CHECK-LABEL: @row_sums$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[R:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: affine.for %[[K:.*]] = 0 to
// CHECK-NEXT:   affine.for %[[J:.*]] = #{{.*}}(%[[K]]) to
// CHECK-NEXT:     %[[Z:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT:     affine.store %[[Z]], %[[R]][%[[K]], %[[J]]]
// CHECK-NEXT:   }
// CHECK-NEXT:   affine.for %[[J2:.*]] = #{{.*}}(%[[K]]) to
// CHECK-NEXT:     affine.for
// CHECK:            affine.load %[[R]][%[[K]], %[[J2]]]
// CHECK:            affine.store %{{.*}}, %[[R]][%[[K]], %[[J2]]]
// CHECK:        affine.for
// CHECK:          affine.store %{{.*}}, %[[A]]
func.func private @"row_sums$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %r: memref<?x?xf64> {py.name = "r", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "row_sums"} {
  affine.for %k = 0 to %n {
    affine.for %j = affine_map<(d0) -> (d0 + 1)>(%k) to %n {
      %zero = arith.constant 0.0 : f64
      affine.store %zero, %r[%k, %j] : memref<?x?xf64>
    }
  }
  affine.for %k = 0 to %n {
    affine.for %j = affine_map<(d0) -> (d0 + 1)>(%k) to %n {
      affine.for %i = 0 to %n {
        %0 = affine.load %r[%k, %j] : memref<?x?xf64>
        %1 = affine.load %a[%i, %j] : memref<?x?xf64>
        %2 = arith.addf %0, %1 : f64
        affine.store %2, %r[%k, %j] : memref<?x?xf64>
      }
    }
    affine.for %j = affine_map<(d0) -> (d0 + 1)>(%k) to %n {
      %3 = affine.load %r[%k, %j] : memref<?x?xf64>
      affine.store %3, %a[%k, %j] : memref<?x?xf64>
    }
  }
  return
}

// A temporary with a part for each iteration is filled where it is used first.
// CHECK-LABEL: @filled$version0(
// CHECK: %[[T:.*]] = memref.alloc
// CHECK-NEXT: affine.for %[[K:.*]] = 0 to
// CHECK-NEXT:   affine.for %[[J:.*]] = 0 to
// CHECK-NEXT:     %[[Z:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT:     affine.store %[[Z]], %[[T]][%[[K]], %[[J]]]
// CHECK:        affine.for
// CHECK:          affine.store %{{.*}}, %[[T]][%[[K]], %{{.*}}]
func.func private @"filled$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "filled"} {
  %t = memref.alloc(%n, %n) : memref<?x?xf64>
  affine.for %k = 0 to %n {
    affine.for %j = 0 to %n {
      %zero = arith.constant 0.0 : f64
      affine.store %zero, %t[%k, %j] : memref<?x?xf64>
    }
  }
  affine.for %k = 0 to %n {
    affine.for %j = 1 to %n {
      %0 = affine.load %a[%j] : memref<?xf64>
      affine.store %0, %t[%k, %j] : memref<?x?xf64>
    }
    affine.for %j = 0 to %n {
      %1 = affine.load %t[%k, %j] : memref<?x?xf64>
      %2 = affine.load %a[%j] : memref<?xf64>
      %3 = arith.addf %1, %2 : f64
      affine.store %3, %a[%j] : memref<?xf64>
    }
  }
  return
}
