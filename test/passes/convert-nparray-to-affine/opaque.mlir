// RUN: automphc-opt %s --pass-pipeline='builtin.module(convert-nparray-to-affine)' | FileCheck %s
// Functions without an equation are one statement each, with what they read and write.

// The result goes straight into the target of the store. An axis that is not empty
// is all that a transform asks for, so it has no place among what may raise.
// CHECK-LABEL: @rows$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]: memref{{.*}}, %[[B:[a-z0-9]+]]: memref{{.*}}, %[[N:[a-z0-9]+]]: index
// CHECK-DAG: %[[K:.*]] = nparray.dim %[[A]], 1
// CHECK: nparray.guard "bounds"(%[[K]])
// CHECK: %[[ORDER:.*]] = memref.alloc() {order}
// CHECK: affine.for %[[I:.*]] =
// CHECK: nparray.opaque "numpy.fft.fft"(%[[ORDER]], %[[B]], %[[I]], %{{.*}}, %{{.*}}, %[[A]], %[[I]], %{{.*}}, %[[K]])
// CHECK-SAME: access = ["order", "write 1", "at", "axis 0", "end", "read 1", "at", "axis 0", "end"], fresh, total}
func.func private @"rows$version0"(%a: !nparray.array<?x?xcomplex<f64>> {py.name = "a", py.kind = "array"}, %b: !nparray.array<?x?xcomplex<f64>> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "rows"} {
  affine.for %i = 0 to %n {
    %target = nparray.view %b[%i] {axes = ["index", "all"]} : !nparray.array<?x?xcomplex<f64>> -> <?xcomplex<f64>>
    %row = nparray.view %a[%i] {axes = ["index", "all"]} : !nparray.array<?x?xcomplex<f64>> -> <?xcomplex<f64>>
    %f = nparray.call "numpy.fft.fft"(%row) : (!nparray.array<?xcomplex<f64>>) -> !nparray.array<?xcomplex<f64>>
    nparray.store %f, %target : !nparray.array<?xcomplex<f64>>, !nparray.array<?xcomplex<f64>>
  }
  return
}

// What is computed has memory of its own first, and so has a result that is used
// otherwise. A matrix may be singular: the call keeps its place among what may raise.
// CHECK-LABEL: @computed$version0(
// CHECK: %[[RESULT:.*]] = memref.alloc(%{{.*}}) : memref<?x?xf64>
// CHECK: %[[SUM:.*]] = memref.alloc(%{{.*}}) : memref<?x?xf64>
// CHECK: nparray.opaque "numpy.linalg.inv"(%{{[a-z0-9_]+}}, %[[RESULT]], {{.*}}, %[[SUM]], {{.*}}fresh} :
// CHECK: affine.load %[[RESULT]]
func.func private @"computed$version0"(%a: !nparray.array<?x?xf64> {py.name = "a", py.kind = "array"}, %b: !nparray.array<?x?xf64> {py.name = "b", py.kind = "array"}) attributes {nparray.kernel = "computed"} {
  %s = nparray.call "numpy.add"(%a, %b) : (!nparray.array<?x?xf64>, !nparray.array<?x?xf64>) -> !nparray.array<?x?xf64>
  %f = nparray.call "numpy.linalg.inv"(%s) : (!nparray.array<?x?xf64>) -> !nparray.array<?x?xf64>
  %g = nparray.call "numpy.add"(%f, %f) : (!nparray.array<?x?xf64>, !nparray.array<?x?xf64>) -> !nparray.array<?x?xf64>
  nparray.store %g, %b : !nparray.array<?x?xf64>, !nparray.array<?x?xf64>
  return
}
