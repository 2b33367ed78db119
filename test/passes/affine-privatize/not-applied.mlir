// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-privatize)' | FileCheck %s
// Scalars that stay scalars.

// CHECK-DAG: #[[$ID:.+]] = affine_map<(d0) -> (d0)>

// A prefix sum: the value of one iteration enters the next.
// CHECK-LABEL: @carried$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: %[[R:.*]] = memref.alloc() {name = "s"} : memref<f64>
// CHECK-NEXT: %[[C2:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT: affine.store %[[C2]], %[[R]][]
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[X:.*]] = affine.load %[[R]][]
// CHECK-NEXT:   %[[X2:.*]] = affine.load %[[A]][%[[I]]]
// CHECK-NEXT:   %[[R2:.*]] = arith.addf %[[X]], %[[X2]]
// CHECK-NEXT:   affine.store %[[R2]], %[[R]][]
// CHECK-NEXT:   %[[X3:.*]] = affine.load %[[R]][]
// CHECK-NEXT:   affine.store %[[X3]], %[[B]][%[[I]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"carried$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "carried"} {
  %s = memref.alloc() {name = "s"} : memref<f64>
  %z = arith.constant 0.0 : f64
  affine.store %z, %s[] : memref<f64>
  affine.for %i = 0 to %n {
    %x = affine.load %s[] : memref<f64>
    %y = affine.load %a[%i] : memref<?xf64>
    %t = arith.addf %x, %y : f64
    affine.store %t, %s[] : memref<f64>
    %u = affine.load %s[] : memref<f64>
    affine.store %u, %b[%i] : memref<?xf64>
  }
  return
}

// Read before it is written.
// CHECK-LABEL: @delayed$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: %[[R:.*]] = memref.alloc() {name = "s"} : memref<f64>
// CHECK-NEXT: %[[Z:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT: affine.store %[[Z]], %[[R]][]
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[X:.*]] = affine.load %[[R]][]
// CHECK-NEXT:   affine.store %[[X]], %[[B]][%[[I]]]
// CHECK-NEXT:   %[[X2:.*]] = affine.load %[[A]][%[[I]]]
// CHECK-NEXT:   affine.store %[[X2]], %[[R]][]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"delayed$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "delayed"} {
  %s = memref.alloc() {name = "s"} : memref<f64>
  %zero = arith.constant 0.0 : f64
  affine.store %zero, %s[] : memref<f64>
  affine.for %i = 0 to %n {
    %x = affine.load %s[] : memref<f64>
    affine.store %x, %b[%i] : memref<?xf64>
    %y = affine.load %a[%i] : memref<?xf64>
    affine.store %y, %s[] : memref<f64>
  }
  return
}

// Written first in an inner loop only, which may not run.
// CHECK-LABEL: @inner_first$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:{{.*}}, %[[M:[a-z0-9]+]]:
// CHECK-NEXT: %[[R:.*]] = memref.alloc() {name = "s"} : memref<f64>
// CHECK-NEXT: %[[Z:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT: affine.store %[[Z]], %[[R]][]
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   affine.for %[[J:.*]] = 0 to #[[$ID]](%[[M]]) {
// CHECK-NEXT:     %[[X:.*]] = affine.load %[[A]][%[[I]], %[[J]]]
// CHECK-NEXT:     affine.store %[[X]], %[[R]][]
// CHECK-NEXT:   }
// CHECK-NEXT:   %[[X2:.*]] = affine.load %[[R]][]
// CHECK-NEXT:   affine.store %[[X2]], %[[B]][%[[I]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"inner_first$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "inner_first"} {
  %s = memref.alloc() {name = "s"} : memref<f64>
  %zero = arith.constant 0.0 : f64
  affine.store %zero, %s[] : memref<f64>
  affine.for %i = 0 to %n {
    affine.for %k = 0 to %m {
      %y = affine.load %a[%i, %k] : memref<?x?xf64>
      affine.store %y, %s[] : memref<f64>
    }
    %x = affine.load %s[] : memref<f64>
    affine.store %x, %b[%i] : memref<?xf64>
  }
  return
}

// Seen after the loops.
// CHECK-LABEL: @observed$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: %[[R:.*]] = memref.alloc() {name = "s", observed} : memref<f64>
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[X:.*]] = affine.load %[[A]][%[[I]]]
// CHECK-NEXT:   affine.store %[[X]], %[[R]][]
// CHECK-NEXT:   %[[X2:.*]] = affine.load %[[R]][]
// CHECK-NEXT:   affine.store %[[X2]], %[[B]][%[[I]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"observed$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "observed"} {
  %s = memref.alloc() {name = "s", observed} : memref<f64>
  affine.for %i = 0 to %n {
    %x = affine.load %a[%i] : memref<?xf64>
    affine.store %x, %s[] : memref<f64>
    %z = affine.load %s[] : memref<f64>
    affine.store %z, %b[%i] : memref<?xf64>
  }
  return
}

// An argument is not the version's own.
// CHECK-LABEL: @argument$version0(
// CHECK-SAME: %[[S:[a-z0-9]+]]:{{.*}}, %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[X:.*]] = affine.load %[[A]][%[[I]]]
// CHECK-NEXT:   affine.store %[[X]], %[[S]][]
// CHECK-NEXT:   %[[X2:.*]] = affine.load %[[S]][]
// CHECK-NEXT:   affine.store %[[X2]], %[[B]][%[[I]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"argument$version0"(%s: memref<f64> {py.name = "s", py.kind = "float"}, %a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "argument"} {
  affine.for %i = 0 to %n {
    %x = affine.load %a[%i] : memref<?xf64>
    affine.store %x, %s[] : memref<f64>
    %z = affine.load %s[] : memref<f64>
    affine.store %z, %b[%i] : memref<?xf64>
  }
  return
}

// Without an iteration of the first loop the program has no value to read, and raises.
// CHECK-NOT: @unbound$version0(
func.func private @"unbound$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "unbound"} {
  %s = memref.alloc() {name = "s"} : memref<f64>
  affine.for %i = 0 to %n {
    %x = affine.load %a[%i] : memref<?xf64>
    affine.store %x, %s[] : memref<f64>
  }
  affine.for %j = 0 to %n {
    %x = affine.load %s[] : memref<f64>
    affine.store %x, %b[%j] : memref<?xf64>
  }
  return
}
