// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-hoist-updates)' | FileCheck %s
// An update comes first where earlier statements compute its value.

// CHECK-LABEL: @deviation$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]: memref<?x?xf64> {py.kind = "array", py.name = "a"}, %[[M:[a-z0-9]+]]: memref<?xf64> {py.kind = "array", py.name = "m"}, %[[S:[a-z0-9]+]]:
// CHECK:      affine.for %[[I:.*]] = 0 to
// CHECK-NEXT:   affine.for %[[J:.*]] = 0 to
// CHECK-NEXT:     %[[X:.*]] = affine.load %[[A]][%[[I]], %[[J]]]
// CHECK-NEXT:     %[[Y:.*]] = affine.load %[[M]][%[[J]]]
// CHECK-NEXT:     %[[D:.*]] = arith.subf %[[X]], %[[Y]]
// CHECK-NEXT:     affine.store %[[D]], %[[A]][%[[I]], %[[J]]]
// CHECK:      affine.for %[[J:.*]] = 0 to
// CHECK-NEXT:   affine.for %[[I:.*]] = 0 to
// CHECK-NEXT:     %[[T:.*]] = affine.load %[[S]][%[[J]]]
// CHECK-NEXT:     %[[X:.*]] = affine.load %[[A]][%[[I]], %[[J]]]
// CHECK-NEXT:     %[[X2:.*]] = affine.load %[[A]][%[[I]], %[[J]]]
// CHECK-NEXT:     %[[Q:.*]] = arith.mulf %[[X]], %[[X2]]
func.func private @"deviation$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %m: memref<?xf64> {py.name = "m", py.kind = "array"}, %s: memref<?xf64> {py.name = "s", py.kind = "array"}) attributes {nparray.kernel = "deviation"} {
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
      %x = affine.load %a[%i, %j] : memref<?x?xf64>
      %y = affine.load %m[%j] : memref<?xf64>
      %d = arith.subf %x, %y : f64
      affine.store %d, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}
