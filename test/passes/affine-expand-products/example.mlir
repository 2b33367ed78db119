// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-expand-products)' | FileCheck %s
// A factor that is a sum is multiplied out where a part of it leaves the summed loop.

// The echoes of all channels are never there at once: c and g are summed before, n alone stays in the loop.
// CHECK-LABEL: func.func private @beam$version0(
// CHECK-SAME: %[[C:[a-z0-9]+]]: memref<?xf64> {py.kind = "array", py.name = "c"}, %[[G:[a-z0-9]+]]: memref<?xf64> {py.kind = "array", py.name = "g"}, %[[X:[a-z0-9]+]]: memref<?x?xf64> {py.kind = "array", py.name = "x"}, %[[N:[a-z0-9]+]]: memref<?x?x?xf64>
// CHECK:      nparray.guard "bounds"(%[[SIZE:.*]]) {set = #{{.*}}} : index
// CHECK-DAG:  nparray.guard "finite"(%[[C]])
// CHECK-DAG:  nparray.guard "finite"(%[[G]])
// CHECK-DAG:  nparray.guard "finite"(%[[X]])
// CHECK:      %[[T:.*]] = memref.alloc() : memref<f64>
// CHECK:      affine.store %{{.*}}, %[[T]][] : memref<f64>
// CHECK:      affine.for %[[K:.*]] = 0 to #{{.*}}(%[[SIZE]]) {
// CHECK:        affine.load %[[C]][%[[K]]]
// CHECK:        affine.load %[[G]][%[[K]]]
// CHECK:        affine.store %{{.*}}, %[[T]][] : memref<f64>
// CHECK:      affine.for %[[P:.*]] = 0 to
// CHECK:        affine.for %[[S:.*]] = 0 to
// CHECK:          affine.for %[[K2:.*]] = 0 to
// CHECK-NOT:        affine.load %[[G]]
// CHECK:            affine.load %[[N]][%[[P]], %[[K2]], %[[S]]]
// CHECK:          affine.load %[[T]][]
// CHECK:          affine.load %[[X]][%[[P]], %[[S]]]
func.func private @"beam$version0"(%c: memref<?xf64> {py.name = "c", py.kind = "array"}, %g: memref<?xf64> {py.name = "g", py.kind = "array"}, %x: memref<?x?xf64> {py.name = "x", py.kind = "array"}, %n: memref<?x?x?xf64> {py.name = "n", py.kind = "array"}, %out: memref<?x?xf64> {py.name = "out", py.kind = "array"}) attributes {nparray.kernel = "beam"} {
  %pulses = nparray.dim %x, 0 : memref<?x?xf64>
  %samples = nparray.dim %x, 1 : memref<?x?xf64>
  %channels = nparray.dim %c, 0 : memref<?xf64>
  affine.for %p = 0 to %pulses {
    affine.for %s = 0 to %samples {
      %zero = arith.constant 0.0 : f64
      affine.store %zero, %out[%p, %s] : memref<?x?xf64>
      affine.for %k = 0 to %channels {
        %0 = affine.load %out[%p, %s] : memref<?x?xf64>
        %1 = affine.load %c[%k] : memref<?xf64>
        %2 = affine.load %g[%k] : memref<?xf64>
        %3 = affine.load %x[%p, %s] : memref<?x?xf64>
        %4 = arith.mulf %2, %3 : f64
        %5 = affine.load %n[%p, %k, %s] : memref<?x?x?xf64>
        %6 = arith.addf %4, %5 : f64
        %7 = arith.mulf %1, %6 : f64
        %8 = arith.addf %0, %7 : f64
        affine.store %8, %out[%p, %s] : memref<?x?xf64>
      }
    }
  }
  return
}
